"""The people of the tests, the demo and the pictures in the docs.

Morgenrood sells household goods in its own shops and online. Its desk answers shops, offices, shoppers and suppliers.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    language: str = "en"


# At the desk
ANNA = Person("Anna de Vries", "anna@morgenrood.example", "nl")  # agent, team IT
BRAM = Person("Bram Jansen", "bram@morgenrood.example", "nl")  # agent, team Orders
CHIARA = Person("Chiara Rossi", "chiara@morgenrood.example", "it")  # supervisor
DIETER = Person("Dieter Vogel", "dieter@morgenrood.example", "de")  # administrator
LENA = Person("Lena Hofmann", "lena@morgenrood.example", "de")  # light agent, team Orders

# Those who ask
EMMA = Person("Emma Klein", "emma@fietsfabriek.example", "nl")
FARID = Person("Farid Haddad", "farid@lampenhaus.example", "de")
GIULIA = Person("Giulia Bianchi", "giulia@posta.example", "it")
HENRY = Person("Henry Moore", "henry@inbox.example", "en")

# Somebody who has nothing to look for here
OSCAR = Person("Oscar Outsider", "oscar@elsewhere.example", "en")

TEAMS = ("IT", "Orders", "Shops")
