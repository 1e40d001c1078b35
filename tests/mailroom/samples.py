"""Answers as the usual mail programs write them, in the languages of the site and a few more."""

ANSWER = "I agree with the third point.\n\nLet us begin in March."
QUOTED = "> Somebody new answered you.\n>\n> Read it on the site:\n> https://example.org/forum/7"
BARE = "Somebody new answered you.\n\nRead it on the site:\nhttps://example.org/forum/7"

# How the programs say that somebody wrote, before lines that begin with ">".
BEFORE_MARKED = {
    "gmail-en": "On Fri, Nov 20, 2026 at 10:15 AM Learning Forum <noreply@example.org> wrote:",
    "gmail-en-in-two-lines": "On Fri, Nov 20, 2026 at 10:15 AM Learning Forum <\nreplies+r-1-2k-post-7-abcd@example.org> wrote:",
    "gmail-en-uk": "On Fri, 20 Nov 2026 at 10:15, Learning Forum <noreply@example.org> wrote:",
    "gmail-fr": "Le ven. 20 nov. 2026 à 10:15, Learning Forum <noreply@example.org> a écrit :",
    "gmail-fr-narrow-space": "Le ven. 20 nov. 2026 à 10:15, Learning Forum <noreply@example.org> a\n\u00a0écrit\u202f:",
    "gmail-es": "El vie, 20 nov 2026 a las 10:15, Learning Forum (<noreply@example.org>) escribió:",
    "gmail-pt-br": "Em sex., 20 de nov. de 2026 às 10:15, Learning Forum <noreply@example.org> escreveu:",
    "gmail-pt": "Learning Forum <noreply@example.org> escreveu (sexta, 20/11/2026 à(s) 10:15):",
    "gmail-ar": "في الجمعة، 20 نوفمبر 2026 في 10:15 ص تمت كتابة ما يلي بواسطة ‪Learning Forum‬‏ <‪noreply@example.org‬‏>:",
    "gmail-ar-marks": "\u202bفي الجمعة، 20 نوفمبر 2026 في 10:15 ص كتب ‪Learning Forum‬‏ <‪noreply@example.org‬‏>:\u202c",
    "gmail-date-first": "2026-11-20 10:15 GMT+01:00 Learning Forum <noreply@example.org>:",
    "apple-en": "On 20 Nov 2026, at 10:15, Learning Forum <noreply@example.org> wrote:",
    "apple-fr": "Le 20 nov. 2026 à 10:15, Learning Forum <noreply@example.org> a écrit :",
    "apple-es": "El 20 nov 2026, a las 10:15, Learning Forum <noreply@example.org> escribió:",
    "apple-pt": "No dia 20/11/2026, às 10:15, Learning Forum <noreply@example.org> escreveu:",
    "apple-ar": "في 20 نوفمبر 2026، الساعة 10:15 ص، كتب Learning Forum <noreply@example.org>:",
    "thunderbird-en": "On 20/11/2026 10:15, Learning Forum wrote:",
    "thunderbird-fr": "Le 20/11/2026 à 10:15, Learning Forum a écrit :",
    "thunderbird-es": "El 20/11/26 a las 10:15, Learning Forum escribió:",
    "thunderbird-pt": "Em 20/11/2026 10:15, Learning Forum escreveu:",
    "thunderbird-de": "Am 20.11.26 um 10:15 schrieb Learning Forum:",
    "k9-en": "On November 20, 2026 10:15:00 AM GMT+01:00, Learning Forum <noreply@example.org> wrote:",
    "roundcube-en": "On 2026-11-20 10:15, Learning Forum wrote:",
    "name-first": "Learning Forum <noreply@example.org> wrote on 20/11/2026 10:15:",
}

# How they begin what they quote without a mark.
BEFORE_BARE = {
    "outlook-en": "________________________________\nFrom: Learning Forum <noreply@example.org>\nSent: Friday, November 20, 2026 10:15\nTo: Amina Diallo <amina@example.org>\nSubject: Somebody answered you",
    "outlook-fr": "________________________________\nDe : Learning Forum <noreply@example.org>\nEnvoyé : vendredi 20 novembre 2026 10:15\nÀ : Amina Diallo <amina@example.org>\nObjet : On vous a répondu",
    "outlook-es": "________________________________\nDe: Learning Forum <noreply@example.org>\nEnviado: viernes, 20 de noviembre de 2026 10:15\nPara: Amina Diallo <amina@example.org>\nAsunto: Alguien le respondió",
    "outlook-pt": "________________________________\nDe: Learning Forum <noreply@example.org>\nEnviado: sexta-feira, 20 de novembro de 2026 10:15\nPara: Amina Diallo <amina@example.org>\nAssunto: Alguém respondeu",
    "outlook-ar": "________________________________\nمن: Learning Forum <noreply@example.org>\nتم الإرسال: الجمعة، 20 نوفمبر 2026 10:15\nإلى: Amina Diallo <amina@example.org>\nالموضوع: أجابك أحدهم",
    "outlook-de": "Von: Learning Forum <noreply@example.org>\nGesendet: Freitag, 20. November 2026 10:15\nAn: Amina Diallo <amina@example.org>\nBetreff: Antwort",
    "outlook-without-a-rule": "From: Learning Forum <noreply@example.org>\nSent: 20 November 2026 10:15\nTo: Amina Diallo <amina@example.org>\nSubject: Somebody answered you",
    "outlook-bold": "*From:* Learning Forum <noreply@example.org>\n*Sent:* Friday, November 20, 2026 10:15\n*To:* Amina Diallo\n*Subject:* Somebody answered you",
    "outlook-blank-after-rule": "________________________________\n\nFrom: Learning Forum <noreply@example.org>\nDate: Friday, November 20, 2026\nTo: Amina Diallo\nSubject: Somebody answered you",
    "original-en": "-----Original Message-----\nFrom: Learning Forum\nSent: Friday",
    "original-fr": "-------- Message d'origine --------\nDe : Learning Forum",
    "original-fr-curly": "-------- Message d’origine --------\nDe : Learning Forum",
    "original-es": "-------- Mensaje original --------\nDe: Learning Forum",
    "original-pt": "-------- Mensagem original --------\nDe: Learning Forum",
    "original-ar": "-------- الرسالة الأصلية --------\nمن: Learning Forum",
    "forwarded-by-apple": "Begin forwarded message:\n\nFrom: Learning Forum",
    "bare-attribution-yahoo": "On Friday, November 20, 2026 at 10:15:00 AM GMT+1, Learning Forum <noreply@example.org> wrote:",
    "bare-attribution-fr": "Le vendredi 20 novembre 2026 à 10:15:00 UTC+1, Learning Forum <noreply@example.org> a écrit :",
}

SIGNATURES = {
    "dashes": "-- \nAmina Diallo\nMunicipality of Riverton",
    "dashes-without-space": "--\nAmina Diallo",
    "iphone-en": "Sent from my iPhone",
    "iphone-fr": "Envoyé de mon iPhone",
    "iphone-es": "Enviado desde mi iPhone",
    "iphone-pt": "Enviado do meu iPhone",
    "iphone-ar": "أُرسلت من الـ iPhone",
    "samsung-en": "Sent from my Galaxy",
    "samsung-fr": "Envoyé depuis mon smartphone Samsung Galaxy.",
    "outlook-for-android-en": "Get Outlook for Android<https://aka.ms/AAb9ysg>",
    "outlook-for-ios-fr": "Obtenir Outlook pour iOS<https://aka.ms/o0ukef>",
    "outlook-for-ios-es": "Obtener Outlook para iOS<https://aka.ms/o0ukef>",
    "outlook-for-android-pt": "Obter o Outlook para Android<https://aka.ms/AAb9ysg>",
    "outlook-for-android-ar": "الحصول على Outlook لـ Android<https://aka.ms/AAb9ysg>",
    "yahoo": "Yahoo Mail: Search, Organize, Conquer",
}

# What looks like one of those and is somebody's own.
OWN = {
    "a-sentence-that-begins-like-one": "On Monday the mayor wrote to all of us.\nWe should answer her.",
    "a-sentence-in-french": "Le maire a écrit :\nnous viendrons tous.",
    "a-list-from-to": "From: the station\nWe walk to the town hall.",
    "a-rule": "First part.\n\n---\n\nSecond part.",
    "a-long-rule": "First part.\n____________________\nSecond part.",
    "sent-from-higher-up": "Sent from my desk to all of you:\n\nFirst.\n\nSecond.\n\nThird.\n\nFourth.",
    "a-heading-and-a-list": "# Budget\n\n- 2026: 4,000\n- 2027: 5,000",
    "an-arabic-sentence": "في رأيي هذا صحيح.\nكتب العمدة ذلك أيضًا.",
    "numbers-with-a-sign": "The share is > 40 %, and we wrote so.",
}
