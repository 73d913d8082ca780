"""How clerks spell Kazakh and Uzbek names; written apart from the program's own folding."""

from __future__ import annotations

import random
import unicodedata

RUSSIAN_OF_KAZAKH = dict(
    zip("әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноууxиАГКНОУУХИ".replace("x", "х"), strict=True)
)
LATIN: dict[str, tuple[str, ...]] = {
    **{c: (v,) for c, v in zip("абвгдзлмнопрстуф", "abvgdzlmnoprstuf", strict=True)},
    "е": ("e", "ye"),
    "ё": ("yo", "e"),
    "ж": ("zh", "j"),
    "и": ("i",),
    "й": ("y", "i"),
    "к": ("k",),
    "х": ("kh", "h"),
    "ц": ("ts",),
    "ч": ("ch",),
    "ш": ("sh",),
    "щ": ("shch",),
    "ъ": ("",),
    "ы": ("y",),
    "ь": ("",),
    "э": ("e",),
    "ю": ("yu", "iu"),
    "я": ("ya", "ia"),
    "ә": ("a",),
    "ғ": ("g", "gh"),
    "қ": ("k", "q"),
    "ң": ("n", "ng"),
    "ө": ("o",),
    "ұ": ("u",),
    "ү": ("u",),
    "һ": ("h",),
    "і": ("i", "y"),
}
LOOK_ALIKES = dict(zip("асеорхуАВСЕНКМОРТХ", "aceopxyABCEHKMOPTX", strict=True))
CYRILLIC_OF_UZBEK = {
    "Oʻktam": "Уктам",
    "Jasur": "Жасур",
    "Sherzod": "Шерзод",
    "Bekzod": "Бекзод",
    "Dilnoza": "Дилноза",
    "Gulnora": "Гульнора",
    "Nigora": "Нигора",
    "Yoʻldoshev": "Юлдашев",
    "Karimov": "Каримов",
    "Rahimov": "Рахимов",
    "Toʻxtayev": "Тухтаев",
}


def russian(name: str) -> str:
    """A Kazakh name as a Russian document has it."""
    text = "".join(RUSSIAN_OF_KAZAKH.get(c, c) for c in name)
    for kazakh, written in (("улы", "ович"), ("кызы", "овна")):
        if text.endswith(kazakh) and len(text) > len(kazakh) + 1:
            text = text.removesuffix(kazakh) + written
    return text


def latin(name: str, chance: random.Random) -> str:
    """A Cyrillic name as one of the Latin systems in use has it."""
    written = "".join(chance.choice(LATIN.get(c, (c,))) for c in name.casefold())
    return written.title()


def with_look_alikes(name: str, chance: random.Random) -> str:
    """One to three Cyrillic letters typed on the other keyboard."""
    places = [place for place, c in enumerate(name) if c in LOOK_ALIKES]
    letters = list(name)
    for place in chance.sample(places, min(len(places), chance.randint(1, 3))):
        letters[place] = LOOK_ALIKES[letters[place]]
    return "".join(letters)


def without_marks(name: str) -> str:
    """Dots and tones lost, as in a passport."""
    decomposed = unicodedata.normalize("NFD", name.replace("ʻ", ""))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def other_apostrophe(name: str, chance: random.Random) -> str:
    """The Uzbek oʻ as some keyboard has it, or in Cyrillic."""
    if chance.random() < 0.4 and name.removesuffix("a") in CYRILLIC_OF_UZBEK:
        bare = name if name in CYRILLIC_OF_UZBEK else name.removesuffix("a")
        return CYRILLIC_OF_UZBEK[bare] + ("а" if bare != name else "")
    return name.replace("ʻ", chance.choice(("'", "’", "‘", "`", "")))


def typo(name: str, chance: random.Random) -> str:
    """One letter left out, doubled in haste, changed, or two in the wrong order."""
    place = chance.randrange(1, len(name) - 1)
    kind = chance.choice(("drop", "change", "swap", "insert"))
    alphabet = "abdegiklmnorstuz" if name.isascii() else "абвгдезиклмнорстуш"
    other = chance.choice([c for c in alphabet if c != name[place].casefold()])
    if kind == "swap" and name[place] != name[place + 1]:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if kind == "drop":
        return name[:place] + name[place + 1 :]
    if kind == "insert":
        return name[:place] + other + name[place:]
    return name[:place] + other + name[place + 1 :]
