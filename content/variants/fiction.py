"""People, places and numbers that lead to nobody: reserved ranges, false keys, invented names."""

from __future__ import annotations

from content.parameters import Fictional
from content.variants.dice import Dice

FIRST_NAMES = (
    "Inès", "Malo", "Jeanne", "Karim", "Aïcha", "Léo", "Nour", "Thomas", "Fatou", "Hugo", "Mei", "Yanis",
    "Solène", "Paul", "Maëlys", "Idriss", "Camille", "Andréa", "Rose", "Samuel",
    "Lina", "Victor", "Awa", "Noé",
)  # fmt: skip
LAST_NAMES = (
    "Kerbrat", "Sénéchault", "Oriol", "Belvaux", "Diakité", "Montrieux", "Vasseline", "Lherbier", "Amrane",
    "Castelvert", "Nguyenne", "Pradelle", "Boisrobin", "Talhouarn", "Ferrandez", "Olivron", "Marchevaux",
    "Duvernoix", "Sabouret", "Quintarel",
)  # fmt: skip
TOWNS = (
    "Montrévan", "Port-Ambrel", "Sauldières-le-Vieux", "Trois-Vernes", "Châtelune", "Ambrelis-sur-Orne",
    "Vaucelande", "Bourg-Sérault", "Pontelune", "Saint-Orvan", "La Roche-Ambrelle", "Noirvernes",
)  # fmt: skip
STREETS = ("du Lavoir", "des Tisserands", "du Stade", "des Tilleuls", "de la Halle", "des Vernes", "du Four")
LANDLINES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")
MOBILES = "06 39 98"
NETWORKS = ("192.0.2", "198.51.100", "203.0.113")


def fictional(kind: Fictional, dice: Dice) -> str:
    """A value of that kind."""
    first, last = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
    ending = f"{dice.below(100):02} {dice.below(100):02}"
    values = {
        "prenom": first,
        "nom": last,
        "nom_complet": f"{first} {last}",
        "commune": dice.choice(TOWNS),
        "adresse": f"{dice.between(2, 68)} rue {dice.choice(STREETS)}",
        "telephone": f"{dice.choice(LANDLINES)} {ending}",
        "mobile": f"{MOBILES} {ending}",
        "courriel": f"{_plain(first)}.{_plain(last)}@montrevan.example",
        "ip": f"{dice.choice(NETWORKS)}.{dice.between(2, 250)}",
        "iban": _iban(dice),
        "siret": _siret(dice),
    }
    return values[kind]


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans("éèëïç", "eeeic"))


def _iban(dice: Dice) -> str:
    """French by its look, with a key that is never the right one."""
    account = "".join(str(dice.below(10)) for _ in range(23))
    right = 98 - int(account + "152700") % 97  # F = 15, R = 27
    digits = f"{right % 97 + 2 if right % 97 + 2 != right else 4:02}{account}"
    return "FR" + " ".join((digits[:2], *(digits[i : i + 4] for i in range(2, 25, 4)))).replace(" ", " ")


def _siret(dice: Dice) -> str:
    """Fourteen digits whose Luhn sum is never a multiple of ten."""
    digits = [dice.below(10) for _ in range(13)]
    total = sum(d if i % 2 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits))
    digits.append((10 - total % 10 + 1 + dice.below(8)) % 10)
    text = "".join(map(str, digits))
    return f"{text[:3]} {text[3:6]} {text[6:9]} {text[9:]}"
