"""In which language a text is written."""

import pytest

from app.forum.detecting import language_among, language_of

SENTENCES = [
    ("en", "Where do you begin when the river floods the lower town every spring?"),
    ("en", "Thank you, this is what we needed."),
    ("en", "We have had good results with small workshops in which residents draw their own map of the risks."),
    ("en", "Does anybody know who is responsible for the drains at the market?"),
    ("en", "Our council voted on the plan last week. It was not easy, but most of the people were with us."),
    ("fr", "Nous avons commencé par une carte des zones inondables, avec les habitants du quartier."),
    ("fr", "Merci pour votre réponse, c’est très utile."),
    ("fr", "Quelqu’un sait-il comment on finance un plan de résilience dans une petite commune ?"),
    ("fr", "Le conseil municipal a voté le budget, mais les travaux ne sont pas encore lancés."),
    ("fr", "Je suis d’accord avec vous : il faut que les écoles soient dans le plan."),
    ("es", "¿Cómo podemos trabajar con los barrios que más sufren las inundaciones?"),
    ("es", "Muchas gracias por la respuesta, es muy útil para nosotros."),
    ("es", "En nuestro municipio hemos hecho un mapa de riesgos con la comunidad."),
    ("es", "El ayuntamiento no tiene presupuesto, pero hay voluntarios que ayudan cada semana."),
    ("es", "Hola a todos, soy de una ciudad pequeña y busco ejemplos de planes de emergencia."),
    ("pt", "Como podemos trabalhar com os bairros que mais sofrem com as cheias?"),
    ("pt", "Muito obrigado pela resposta, é muito útil para nós."),
    ("pt", "No nosso município fizemos um mapa de riscos com a comunidade e não foi difícil."),
    ("pt", "A câmara não tem orçamento, mas há voluntários que ajudam todas as semanas."),
    ("pt", "Olá a todos, sou de uma cidade pequena e procuro exemplos de planos de emergência."),
    ("de", "Wir haben mit einer Karte der Gefahren angefangen, und das war für alle nützlich."),
    ("de", "Wie macht ihr das bei euch, wenn der Fluss über die Ufer tritt?"),
    ("de", "Vielen Dank für die Antwort, sie hat uns sehr geholfen."),
    ("it", "Abbiamo cominciato con una mappa dei rischi insieme agli abitanti del quartiere."),
    ("it", "Grazie per la risposta, è molto utile per il nostro comune."),
    ("it", "Come fate quando il fiume esce dagli argini e non ci sono fondi?"),
    ("nl", "We zijn begonnen met een kaart van de risico's, en dat was voor iedereen nuttig."),
    ("nl", "Hoe doen jullie dat als er geen geld is voor het plan van de gemeente?"),
    ("id", "Kami sudah membuat peta risiko dengan warga dan hasilnya sangat baik untuk kota ini."),
    ("id", "Apa yang bisa kita lakukan jika tidak ada anggaran untuk rencana itu?"),
    ("sw", "Tulianza na ramani ya hatari katika mji wetu, na watu wa kijiji walisaidia sana."),
    ("sw", "Asante kwa jibu lako, ni muhimu sana kwa kazi yetu."),
    ("tr", "Biz önce mahalle ile birlikte bir risk haritası hazırladık ve bu çok faydalı oldu."),
    ("tr", "Belediyenin bütçesi yok ama her hafta gönüllüler var, siz ne yapıyorsunuz?"),
    ("ar", "كيف نبدأ العمل مع الأحياء التي تعاني من الفيضانات؟"),
    ("ar", "شكرًا جزيلًا على الرد."),
    ("ru", "Мы начали с карты рисков вместе с жителями района."),
    ("zh", "我们和居民一起绘制了风险地图。"),
    ("ja", "私たちは住民と一緒に地図を作りました。"),
    ("ko", "우리는 주민들과 함께 위험 지도를 만들었습니다."),
    ("hi", "हमने लोगों के साथ जोखिम का नक्शा बनाया।"),
    ("el", "Ξεκινήσαμε με έναν χάρτη κινδύνων."),
    (
        "en",
        "> Nous avons commencé par une carte avec les habitants du quartier.\n\nThat is what we did in our town, too.",
    ),
    (
        "fr",
        "```\nfor the one in that list: do it with this and that\n```\nVoici ce que nous avons fait dans notre ville.",
    ),
    (
        "pt",
        "Veja https://example.org/the/plan-of-the-city-and-that e `is it in the list`: não é o que temos na câmara?",
    ),
    ("es", "La frase «we will be there» está en el informe, pero no la explican los autores del plan."),
    ("ar", "خطة المدينة موجودة على الموقع example.org وهي باللغة العربية."),
    ("fr", "@The Mayor of London nous a montré le plan de la ville, et il est dans les documents."),
]


def test_it_is_nearly_always_right_where_it_answers() -> None:
    said = [(wanted, language_of(text), text) for wanted, text in SENTENCES]
    answered = [one for one in said if one[1] is not None]
    wrong = [one for one in answered if one[0] != one[1]]
    assert len(wrong) <= 0.05 * len(answered), wrong
    assert len(answered) >= 0.9 * len(SENTENCES), [one for one in said if one[1] is None]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "OK!",
        "São Paulo",
        "Quito, Lima, Bogotá, La Paz, Santiago, Caracas, Montevideo",
        "12 + 7 = 19 🙂",
        "Budget 2027 Excel",
        "> The whole text is a quotation that somebody wrote in the other thread.",
        "```\nif the list is in order, then we are done with it\n```",
        "The plan is ready for the council. الخطة جاهزة وقد وافق عليها المجلس البلدي.",
        "Мы і вони",
        "ما برنامه‌ای برای شهر داریم و کار می‌کنیم",
    ],
)
def test_where_it_is_not_sure_it_says_nothing(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("text", "likely", "language"),
    [
        ("We are in the town and it is good.", ("fr", "en"), "en"),
        ("Merci.", ("fr", "en"), "fr"),
        ("Thanks.", ("ar", "fr", "en"), "fr"),
        ("Thanks.", ("ar", "en"), "en"),
        ("مرسي", ("fr", "ar"), "ar"),
        ("🙂", ("ar", "en"), "ar"),
        ("پاک", ("fr", "en"), "en"),
    ],
)
def test_where_it_is_not_sure_the_likely_one_runs_the_way_of_the_letters(
    text: str, likely: tuple[str, ...], language: str
) -> None:
    assert language_among(text, *likely) == language


def test_many_words_cost_no_more_than_the_first_few_thousand() -> None:
    assert language_of("we are in the town and it is good. " * 3_000) == "en"
    assert language_of("nous sommes dans la ville et c’est bien. " * 3 + "x" * 20_000) == "fr"
