// The proofs of a door that are pictures: a signature with the finger, a photo of the package.
// A photo is made small here: so it fits the outbox, and where it was taken never leaves the phone.
"use strict";

const LONGEST_SIDE = 1280;
const INK = "#16211f";

class SignaturePad {
  constructor(box) {
    this.canvas = box.querySelector("canvas");
    this.pen = this.canvas.getContext("2d");
    box.querySelector("button").addEventListener("click", () => this.clear());
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.draw(event));
    this.clear();
  }

  clear() {
    this.pen.fillStyle = "#fff";
    this.pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    this.length = 0;
  }

  // A point of the screen as one of the canvas, which has more of them than it shows.
  place(event) {
    const box = this.canvas.getBoundingClientRect();
    const scale = this.canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.place(event);
  }

  draw(event) {
    if (!this.last || !event.buttons) return;
    const [x, y] = this.place(event);
    const [fromX, fromY] = this.last;
    Object.assign(this.pen, { lineWidth: 5, lineCap: "round", strokeStyle: INK });
    this.pen.beginPath();
    this.pen.moveTo(fromX, fromY);
    this.pen.lineTo(x, y);
    this.pen.stroke();
    this.length += Math.hypot(x - fromX, y - fromY);
    this.last = [x, y];
  }

  // A dot by mistake is no signature.
  get isEmpty() {
    return this.length < 40;
  }

  blob() {
    return new Promise((resolve) => this.canvas.toBlob(resolve, "image/png"));
  }
}

async function smallPhoto(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file; // a format that this browser cannot read: the server says what is wrong with it
  }
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
}

// What a door's form shows for the proof that is chosen, and the picture that it gives.
class DoorPictures {
  constructor(form) {
    this.form = form;
    this.signature = form.querySelector("[data-door-signature]");
    this.photo = form.querySelector("[data-door-photo]");
    this.pad = new SignaturePad(this.signature);
    form.addEventListener("change", () => this.show());
    this.show();
  }

  get kind() {
    return this.form.querySelector("[name=proof]:checked")?.value;
  }

  show() {
    this.signature.hidden = this.kind !== "screen_signature";
    this.photo.hidden = this.kind !== "photo";
  }

  // The message that says what is missing, or nothing.
  missing() {
    const file = this.photo.querySelector("input").files[0];
    if (this.kind === "screen_signature" && this.pad.isEmpty) return this.signature;
    if (this.kind === "photo" && !file) return this.photo;
    return null;
  }

  async picture() {
    if (this.kind === "screen_signature") return this.pad.blob();
    const file = this.photo.querySelector("input").files[0];
    return this.kind === "photo" && file ? smallPhoto(file) : null;
  }
}
