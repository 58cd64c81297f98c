"""Who lives in the demo's world: Morgenrood's desk, its shops and offices, shoppers and suppliers."""

from dataclasses import dataclass

SHOPS = ("Utrecht", "Gent", "Haarlem", "Leipzig", "Köln", "Bologna", "Verona", "Leeds")
PRODUCTS = {
    "en": ("teapot", "desk lamp", "bread box", "wall clock", "picnic blanket", "garden chair"),
    "nl": ("theepot", "bureaulamp", "broodtrommel", "wandklok", "picknickkleed", "tuinstoel"),
    "de": ("Wasserkocher", "Klapptisch", "Brotkasten", "Gartenstuhl", "Kerzenständer", "Bücherschrank"),
    "it": ("bollitore", "tavolino", "portapane", "orologio da parete", "candelabro", "lampadario"),
}
DAYS = {
    "en": ("Monday", "Tuesday", "Thursday", "Friday"),
    "nl": ("maandag", "dinsdag", "donderdag", "vrijdag"),
    "de": ("Montag", "Dienstag", "Donnerstag", "Freitag"),
    "it": ("lunedì", "martedì", "giovedì", "venerdì"),
}

ORGANISATIONS = {
    "Fietsfabriek": "fietsfabriek.example",
    "Lampenhaus Brandt": "lampenhaus.example",
    "Morgenrood": "morgenrood.example",
    "Bottega Serra": "bottegaserra.example",
    "Harbour Books": "harbourbooks.example",
    "Donaudampfschifffahrtsgesellschaft": "donaudampf.example",
}


@dataclass(frozen=True, slots=True)
class Asker:
    name: str
    email: str
    language: str


ASKERS = (
    Asker("Emma Klein", "emma@fietsfabriek.example", "nl"),
    Asker("Farid Haddad", "farid@lampenhaus.example", "de"),
    Asker("Giulia Bianchi", "giulia@posta.example", "it"),
    Asker("Henry Moore", "henry@inbox.example", "en"),
    Asker("Winkel Utrecht", "utrecht@morgenrood.example", "nl"),
    Asker("Winkel Haarlem", "haarlem@morgenrood.example", "nl"),
    Asker("Filiale Leipzig", "leipzig@morgenrood.example", "de"),
    Asker("Filiale Köln", "koeln@morgenrood.example", "de"),
    Asker("Negozio Bologna", "bologna@morgenrood.example", "it"),
    Asker("Leeds shop", "leeds@morgenrood.example", "en"),
    Asker("Joris van den Berg", "joris@fietsfabriek.example", "nl"),
    Asker("Sanne Bakker", "sanne.bakker@brievenbus.example", "nl"),
    Asker("Mehmet Yıldız", "mehmet@brievenbus.example", "nl"),
    Asker("Fleur Dekker", "fleur.dekker@brievenbus.example", "nl"),
    Asker("Karin Visser", "karin.visser@morgenrood.example", "nl"),
    Asker("Noor el Amrani", "noor@brievenbus.example", "nl"),
    Asker("Ursula Brandt", "ursula.brandt@lampenhaus.example", "de"),
    Asker("Maximilian Freiherr von Hohenstein-Wartenberg", "max@donaudampf.example", "de"),
    Asker("Jürgen Müller", "juergen.mueller@postfach.example", "de"),
    Asker("Sabine Größl", "sabine@postfach.example", "de"),
    Asker("Katharina Weiß", "katharina.weiss@postfach.example", "de"),
    Asker("Luca Serra", "luca@bottegaserra.example", "it"),
    Asker("Martina Conti", "martina.conti@posta.example", "it"),
    Asker("Paolo Ricci", "paolo.ricci@posta.example", "it"),
    Asker("Olivia Bennett", "olivia@harbourbooks.example", "en"),
    Asker("Priya Sharma", "priya.sharma@inbox.example", "en"),
    Asker("Tom O'Neill", "tom.oneill@inbox.example", "en"),
    Asker("Zoë Campbell", "zoe@harbourbooks.example", "en"),
)
