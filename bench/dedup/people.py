"""Fictitious people of a city: pensioners of several tongues, students in dormitories."""

# ruff: noqa: SIM905

from __future__ import annotations

import random
from datetime import date, timedelta

from bench.dedup.person import Person
from campaign_app.core.identifiers import check_digit

_KAZAKH_MEN = (
    "Асқар Ерлан Нұрлан Серік Қанат Бауыржан Ғани Әділ Өмір Ұлан Мұрат Дәулет Жандос Тимур "
    "Айдар Болат Марат Самат Талғат Ілияс Ержан Дархан Руслан Қайрат Әлихан Сұлтан Бекзат"
).split()
_KAZAKH_WOMEN = (
    "Айгүл Гүлнар Әлия Жанар Қарлығаш Ұлжан Ақбота Динара Мәдина Сәуле Баян Шолпан Зәуре Роза "
    "Күлпаш Бақыт Ләззат Назгүл Іңкәр Өрікгүл Жұлдыз Ғалия Раушан Сымбат Тоғжан Меруерт"
).split()
_KAZAKH_SURNAMES = (
    "Қасымов Ахметов Жұмабаев Әбдірахманов Смағұлов Өтегенов Үмбетов Нұрпейісов Бекмұратов "
    "Тілеубеков Оспанов Сәрсенов Ғабдуллин Қожахметов Ыбыраев Шәкенов Мұқанов Есімов Байжанов "
    "Ділдабеков Әлімжанов Кенжебеков Сейітов Төлегенов Жақсыбеков Рахметов Құсайынов Ысқақов"
).split()
FATHERS = "Серік Марат Қайрат Болат Төлеген Жақсылық Әбілқайыр Нұрғали Сәбит Еркін".split()
_RUSSIAN_MEN = "Виктор Николай Анатолий Сергей Александр Владимир Юрий Алексей Семён Павел".split()
_RUSSIAN_WOMEN = "Валентина Нина Людмила Галина Тамара Лидия Зинаида Ольга Раиса Вера".split()
_RUSSIAN_SURNAMES = (
    "Лебедев Савельев Гончаров Зайцев Воробьёв Ершов Никитин Калинин Поляков Соловьёв Медведев "
    "Фёдоров Шевченко Бондаренко Миллер Шульц Ким Пак Хасанов Валиуллин"
).split()
_RUSSIAN_FATHERS = "Иванов Петров Сергеев Алексеев Борисов Фёдоров Павлов Викторов".split()
_FOREIGN = {
    "indian": (
        "Rahul Arjun Amit Vikram".split(),
        "Priya Ananya Neha Pooja Meera".split(),
        "Sharma Verma Patel Nair Reddy Gupta".split(),
    ),
    "pakistani": (
        ["Muhammad Usman", "Ali", "Hamza", "Bilal"],
        ["Ayesha", "Fatima"],
        "Khan Malik Qureshi Butt".split(),
    ),
    "uzbek": (
        "Oʻktam Jasur Sherzod Bekzod".split(),
        "Dilnoza Gulnora Nigora".split(),
        "Yoʻldoshev Karimov Rahimov Toʻxtayev".split(),
    ),
    "nigerian": (
        ["Chukwuemeka", "Ibrahim", "Olúwaṣeun"],
        ["Amina", "Ngozi"],
        ["Okafor", "Bello", "Adéyẹmí"],
    ),
}
STREETS = (
    ("пр. Металлургов", "проспект Металлургов", "Металлургтер даңғылы"),
    ("ул. Абая", "улица Абая", "Абай көшесі"),
    ("ул. Амангельды", "улица Амангельды", "Амангелді көшесі"),
    ("пр. Мира", "проспект Мира", "Бейбітшілік даңғылы"),
    ("ул. Школьная", "Школьная улица", "ул.Школьная"),
    ("ул. Панфилова", "улица Панфилова", "Панфилов көшесі"),
    ("ул. Чайковского", "Чайковского ул.", "Чайковский көшесі"),
    ("пр. Республики", "проспект Республики", "Республика даңғылы"),
)


class City:
    """Makes people one by one; the same seed makes the same ones."""

    def __init__(self, seed: int) -> None:
        """`seed` decides everything."""
        self.chance = random.Random(seed)
        self.serial = 0

    def person(self) -> Person:
        """Somebody new: of five, three Kazakh, one Russian, one from abroad."""
        group = self.chance.choices(("kazakh", "russian", "foreign"), (60, 20, 20))[0]
        if group == "foreign":
            return self.student(self.chance.choice(list(_FOREIGN)))
        return self.kazakh() if group == "kazakh" else self.russian()

    def kazakh(self, sex: str = "") -> Person:
        """A Kazakh pensioner; of eight one has no patronymic."""
        sex = sex or self.chance.choice("fm")
        surname = self.chance.choice(_KAZAKH_SURNAMES) + ("а" if sex == "f" else "")
        given = self.chance.choice(_KAZAKH_WOMEN if sex == "f" else _KAZAKH_MEN)
        patronymic = self.patronymic(self.chance.choice(FATHERS), sex)
        if self.chance.random() < 0.12:
            patronymic = ""
        return self._settled("kazakh", sex, surname, given, patronymic)

    def russian(self, sex: str = "") -> Person:
        """A Russian pensioner, or of another people of the city."""
        sex = sex or self.chance.choice("fm")
        surname = self.chance.choice(_RUSSIAN_SURNAMES)
        if sex == "f" and surname.endswith(("в", "н")):
            surname += "а"
        given = self.chance.choice(_RUSSIAN_WOMEN if sex == "f" else _RUSSIAN_MEN)
        patronymic = self.chance.choice(_RUSSIAN_FATHERS) + ("на" if sex == "f" else "ич")
        return self._settled("russian", sex, surname, given, patronymic)

    @staticmethod
    def patronymic(father: str, sex: str) -> str:
        """`Серікұлы`, `Серікқызы`."""
        return father + ("қызы" if sex == "f" else "ұлы")

    def student(self, group: str) -> Person:
        """A student from abroad, in a dormitory."""
        sex = self.chance.choice("fm")
        men, women, surnames = _FOREIGN[group]
        surname = self.chance.choice(surnames)
        if group == "uzbek" and sex == "f":
            surname += "a"
        self.serial += 1
        return Person(
            group=group,
            sex=sex,
            surname=surname,
            given=self.chance.choice(women if sex == "f" else men),
            born_on=self.birthday(1996, 2003),
            phone=self.phone() if self.chance.random() < 0.8 else "",
            dormitory=self.chance.choice(("ОБЩ. 1", "ОБЩ. 2", "ОБЩ. 3")),
            room=str(self.chance.randrange(201, 531)),
            document=f"DEMO{self.serial * 37 % 1_000_000:06d}",
        )

    def _settled(self, group: str, sex: str, surname: str, given: str, patronymic: str) -> Person:
        born_on = self.birthday(1930, 1960)
        has = self.chance.random
        return Person(
            group=group,
            sex=sex,
            surname=surname,
            given=given,
            patronymic=patronymic,
            born_on=born_on if has() < 0.97 else None,
            phone=self.phone() if has() < 0.8 else "",
            street=self.chance.choice(STREETS)[0],
            house=f"{self.chance.randrange(301, 400)}{self.chance.choice(('', '', 'А', '/2'))}",
            flat=str(self.chance.randrange(1, 100)),
            iin=self.iin(born_on, sex) if has() < 0.6 else "",
        )

    def birthday(self, first: int, last: int) -> date:
        """A day between two years."""
        days = (date(last, 12, 31) - date(first, 1, 1)).days
        return date(first, 1, 1) + timedelta(days=self.chance.randint(0, days))

    def phone(self) -> str:
        """A mobile number nobody else has, as E.164."""
        self.serial += 1
        return f"+7700{self.serial * 7919 % 10_000_000:07d}"

    def iin(self, born_on: date, sex: str) -> str:
        """A number with a check digit that fits."""
        century = (3 if sex == "m" else 4) + (2 if born_on.year >= 2000 else 0)
        while True:
            first = f"{born_on:%y%m%d}{century}{self.chance.randrange(10_000):04d}"
            digit = check_digit(first)
            if digit is not None:
                return f"{first}{digit}"
