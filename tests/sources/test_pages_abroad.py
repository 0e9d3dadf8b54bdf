# ruff: noqa: E501 - pages and their sentences stand on one line, as pages have them
"""What stands in an article's place, and round it, on pages in French, German, Dutch, Spanish and Polish. All invented."""

from __future__ import annotations

import pytest

from models.nouns import PageKind
from sources.page.extract import read_page
from sources.page.furniture import tidy

REPORT = {
    "fr": "Le ministre a annoncé vendredi à Bruxelles que les négociations avec les syndicats reprendraient lundi matin.",
    "de": "Der Minister hat am Freitag in Brüssel angekündigt, dass die Verhandlungen am Montag wieder aufgenommen werden.",
    "nl": "De minister zei vrijdag in Brussel dat de onderhandelingen met de vakbonden maandag worden hervat.",
    "es": "El ministro anunció el viernes en Bruselas que las negociaciones con los sindicatos se reanudarán el lunes.",
    "pl": "Minister zapowiedział w piątek w Brukseli, że rozmowy ze związkowcami zostaną wznowione w poniedziałek rano.",
}
CONSENT = [
    ("Le Temps du Nord", "<p>Nous et nos 842 partenaires stockons et/ou accédons à des informations sur un terminal, telles que les cookies, et traitons les données personnelles. Vous pouvez modifier vos choix à tout moment.</p><button>J’accepte</button><button>Tout refuser</button><button>Gérer mes choix</button>"),
    ("Votre choix", "<p>Soutenez notre rédaction : acceptez les cookies ou abonnez-vous. En acceptant, vous consentez au dépôt de traceurs publicitaires par nos partenaires.</p><a>Accepter &amp; Fermer</a><a>S’abonner pour 2 € par mois</a>"),
    ("Zustimmung", "<p>Mit Werbung und Cookies weiterlesen. Besuchen Sie uns wie gewohnt mit Werbung und Tracking. Details finden Sie in der Datenschutzerklärung.</p><button>Einwilligen und weiter</button><a>Pur-Abo bestellen</a>"),
    ("Cookies", "<p>Um unser Angebot zu finanzieren, nutzen wir und unsere Partner Cookies für personalisierte Werbung. Ihre Zustimmung ist freiwillig.</p><button>Akzeptieren und weiter</button>"),
    ("DPG", "<p>Wij gebruiken cookies en andere technieken om jouw ervaring te verbeteren en relevante advertenties te tonen. Meer weten? Lees ons privacybeleid.</p><button>Akkoord</button><button>Instellen</button>"),
    ("Toestemming", "<p>Onze partners plaatsen cookies om advertenties te personaliseren. Geef toestemming om verder te gaan naar de site.</p><button>Ja, ik ga akkoord</button><button>Cookies weigeren</button>"),
    ("Aviso", "<p>Usamos cookies propias y de terceros para personalizar anuncios y medir audiencias. Tus datos personales serán tratados por nuestros socios.</p><button>Aceptar y cerrar</button><button>Configurar cookies</button>"),
    ("Aviso", "<p>Para continuar navegando acepta el uso de cookies o suscríbete. Consulta nuestra política de privacidad.</p><button>Aceptar y seguir navegando</button><button>Rechazar y pagar</button>"),
    ("RODO", "<p>Szanujemy Twoją prywatność. Wraz z naszymi 1000 partnerami przechowujemy informacje na urządzeniu, takie jak pliki cookie, i przetwarzamy dane osobowe.</p><button>Przejdź do serwisu</button><button>Ustawienia zaawansowane</button>"),
    ("Zgoda", "<p>Administratorem Twoich danych osobowych jest wydawca. Wyrażasz zgodę na pliki cookies i profilowanie reklam przez zaufanych partnerów.</p><button>Zgadzam się</button><button>Akceptuję wszystko</button>"),
]
OFFERS = [
    ("fr", "<p>La suite de cet article est réservée à nos abonnés.</p><p>Déjà abonné ? Se connecter</p>"),
    ("fr", "<p>Contenu réservé aux abonnés</p><p>Profitez d’un accès illimité dès 1 € par mois.</p>"),
    ("fr", "<p>Article abonné</p><p>Abonnez-vous pour lire la suite</p>"),
    ("fr", "<p>Il vous reste 78 % de l’article à découvrir.</p><p>Je m’abonne</p>"),
    ("de", "<p>Weiterlesen mit NZ Plus</p><p>Jetzt Probemonat für 1 € starten.</p>"),
    ("de", "<p>Dieser Artikel ist Teil unseres Plus-Angebots.</p><p>Testen Sie uns 4 Wochen kostenlos.</p>"),
    ("de", "<p>Sie möchten weiterlesen?</p><p>Jetzt Abo abschließen und alle Artikel lesen. Sie sind schon Abonnent? Anmelden</p>"),
    ("de", "<p>Exklusiv für Abonnentinnen und Abonnenten</p>"),
    ("de", "<p>Lesen Sie diesen Artikel mit Ihrem Digitalabo. Noch kein Abo?</p>"),
    ("nl", "<p>Dit artikel is exclusief voor abonnees</p><p>Heb je al een abonnement? Log in</p>"),
    ("nl", "<p>Wil je dit artikel verder lezen? Word abonnee vanaf 2 euro per week.</p>"),
    ("nl", "<p>Lees onbeperkt verder. Kies een abonnement.</p><p>Al abonnee? Inloggen</p>"),
    ("es", "<p>Contenido exclusivo para suscriptores</p><p>¿Ya eres suscriptor? Inicia sesión</p>"),
    ("es", "<p>Suscríbete para seguir leyendo. Lee sin límites desde 1 €.</p>"),
    ("es", "<p>Este artículo es solo para suscriptores. Hazte socio.</p>"),
    ("es", "<p>Regístrate gratis para continuar leyendo</p>"),
    ("pl", "<p>Artykuł dostępny tylko dla prenumeratorów</p><p>Masz już prenumeratę? Zaloguj się</p>"),
    ("pl", "<p>Pozostało 85% artykułu</p><p>Kup dostęp i czytaj dalej</p>"),
    ("pl", "<p>Aby przeczytać cały artykuł, wykup subskrypcję.</p>"),
]
ERRORS = [
    ("Erreur 404", "<p>Oups ! La page demandée est introuvable.</p>"),
    ("Cette page n’existe pas", "<p>Le contenu que vous recherchez a été déplacé ou supprimé.</p><p>Retour à l’accueil</p>"),
    ("Article indisponible", "<p>Cet article n’est plus disponible.</p>"),
    ("Fehler 404", "<p>Die Seite konnte leider nicht gefunden werden.</p>"),
    ("Seite nicht verfügbar", "<p>Diese Seite gibt es leider nicht mehr. Zurück zur Startseite.</p>"),
    ("Hoppla!", "<p>Die gesuchte Seite existiert nicht. Zur Startseite</p>"),
    ("Pagina bestaat niet", "<p>De pagina die je zoekt kon niet worden gevonden.</p>"),
    ("Oeps!", "<p>Deze pagina bestaat niet (meer). Ga naar de homepage.</p>"),
    ("Error 404", "<p>La página solicitada no existe.</p>"),
    ("Lo sentimos", "<p>El contenido que buscas ya no está disponible. Volver al inicio.</p>"),
    ("Página no disponible", "<p>No hemos encontrado la página que buscabas.</p>"),
    ("Strona nie istnieje", "<p>Strona o podanym adresie nie istnieje. Przejdź na stronę główną.</p>"),
    ("Błąd 404", "<p>Nie ma takiej strony.</p>"),
    ("Ups!", "<p>Nie znaleźliśmy strony, której szukasz.</p>"),
]


def read(title: str, body: str) -> tuple[PageKind, str]:
    head = f"<head><meta charset=utf-8><title>{title}</title></head>"
    page = f"<html>{head}<body><main><h1>{title}</h1>{body}</main></body></html>"
    reading = read_page(page.encode(), "https://www.zenne.example/n/1")
    return reading.page_kind, reading.text


@pytest.mark.parametrize(("title", "body"), CONSENT)
def test_a_wall_of_consent(title: str, body: str) -> None:
    assert read(title, body)[0] is PageKind.CONSENT


@pytest.mark.parametrize(("language", "offer"), OFFERS)
def test_a_stub_keeps_its_report_and_loses_the_offer(language: str, offer: str) -> None:
    report = REPORT[language]
    assert read("Zenne", f"<p>{report}</p>{offer}") == (PageKind.PAYWALL, report)


@pytest.mark.parametrize(("title", "body"), ERRORS)
def test_an_error_with_status_200(title: str, body: str) -> None:
    assert read(title, body)[0] is PageKind.ERROR


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Wanderer nicht gefunden", "Ein Wanderer wird seit Samstag im Harz vermisst. Die Polizei suchte am Sonntag mit Hunden nach ihm. Die Suche geht am Montag weiter."),
        ("La mairie introuvable dans les comptes", "Le tribunal de Lille a relaxé lundi l’ancien maire. Les 200 000 euros manquants restent introuvables, selon le parquet."),
        ("Akkoord over de haven", "De bonden en de minister bereikten een akkoord over de haven. De partners in de coalitie gaan akkoord, en het akkoord geldt voor een jaar."),
        ("La oposición, contra la ley", "La oposición decidió rechazar todo acuerdo con el Gobierno. Los socios piden más tiempo para negociar la ley de privacidad."),
        ("Spór o ustawę", "Nie zgadzam się z tą ustawą, powiedziała posłanka w piątek. Zgody w koalicji nie ma, a głosowanie w Sejmie odbędzie się w środę rano."),
        ("Verlag führt ein Abo ein", "Der Verlag teilte am Montag mit, dass ab Januar ein Abo nötig ist. Der Redaktionsrat nannte die Entscheidung übereilt."),
    ],
)
def test_news_in_such_words_stays_an_article(title: str, text: str) -> None:
    assert read(title, f"<p>{text}</p>") == (PageKind.ARTICLE, text)


def test_an_article_that_quotes_a_walls_buttons_stays_one() -> None:
    body = """<p>Die Datenschutzbehörde hat gegen den Verlag Zenne ein Bußgeld von 300.000 Euro verhängt. Der Knopf „Alle
    akzeptieren“ war größer als der zum Ablehnen, so die Behörde.</p>"""
    claim = '<meta property="og:type" content="article">'
    assert read("Cookies: Bußgeld für Verlag", claim + body)[0] is PageKind.ARTICLE
    wall = "<h2>Cookies und Datenschutz</h2><button>Alle akzeptieren</button>"
    assert read("Cookies: Bußgeld für Verlag", claim + wall)[0] is PageKind.CONSENT


@pytest.mark.parametrize(
    "line",
    [
        "Inscrivez-vous à notre newsletter",
        "Recevez chaque matin l’essentiel de l’actualité européenne dans votre boîte mail.",
        "À lire aussi : Notre dossier sur les géants du numérique",
        "À voir | Les images du port",
        "Melden Sie sich für unseren Newsletter an und erhalten Sie jeden Morgen die wichtigsten Nachrichten.",
        "Schrijf u in voor onze nieuwsbrief en ontvang elke ochtend het belangrijkste nieuws.",
        "Lees meer: Het jaar van de boetes",
        "Suscríbete a nuestra newsletter y recibe cada mañana las noticias de Europa.",
        "Te puede interesar: Qué es Nordwave",
        "Zapisz się do naszego newslettera i otrzymuj codziennie najważniejsze wiadomości.",
        "Zobacz także: Kim jest Łucja Żółkiewska",
    ],
)
def test_invitations_are_no_lines_of_a_text(line: str) -> None:
    assert tidy([REPORT["fr"], line, REPORT["nl"]], "Zenne") == [REPORT["fr"], REPORT["nl"]]


@pytest.mark.parametrize(
    ("author", "said"),
    [
        ("Joost van der Velde", "is redacteur buitenland en schrijft over Europa."),
        ("Łukasz Wąs", "jest dziennikarzem działu zagranicznego od 2012 roku."),
        ("Íñigo Muñoz", "es corresponsal en Bruselas desde 2015."),
    ],
)
def test_who_wrote_it_is_no_end_of_a_text(author: str, said: str) -> None:
    report = REPORT["pl"]
    assert tidy([report, f"{author} {said}"], "Zenne", (author,)) == [report]
    assert tidy([report, f"{author} {said}"], "Zenne") == [report, f"{author} {said}"]
