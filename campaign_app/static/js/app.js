// Small comforts on top of pages that work without any of this.
"use strict";

// A form that was sent is not sent twice by an impatient thumb. The server does not rely on it.
const REENABLE_AFTER_MS = 12000;

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[data-held]")) {
    button.disabled = false;
    delete button.dataset.held;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "repeatable" in form.dataset || event.defaultPrevented) return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  // after the browser has collected the values, so that the pressed button's own value goes along
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button]):not(:disabled)")) {
      button.dataset.held = "";
      button.disabled = true;
    }
  });
  setTimeout(() => release(form), REENABLE_AFTER_MS);
});

// coming back with the back button finds the form usable
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) release(form);
});

// the summary of errors is read out first
document.querySelector(".error-summary")?.focus();

// the open part of a long campaign menu is in sight
for (const open of document.querySelectorAll(".campaign-bar [aria-current]")) {
  open.scrollIntoView({ block: "nearest", inline: "center" });
}

// menus close with Escape, and when one looks elsewhere
const menus = document.querySelectorAll(".site-header details");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of menus) {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  }
});

// a button that prints the page is there only where it works
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// htmx sends the token that every change needs
document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

// What a route keeps of people on this device goes with whoever signs out. Records that are
// not sent yet stay: they do not name who is helped.
for (const form of document.querySelectorAll("form[action$='/sign-out']")) {
  form.addEventListener("submit", async (event) => {
    if (!("caches" in window)) return;
    event.preventDefault();
    try {
      await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
    } finally {
      form.submit();
    }
  });
}
