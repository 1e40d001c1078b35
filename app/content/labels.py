"""The few words the compiler itself writes into a text, in the language of that text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Words for one language; `opens` holds the place of a host name."""

    note: str
    example: str
    try_: str
    case: str
    transcript: str
    answer: str
    words_used_here: str
    download: str
    opens: str
    table: str
    done: str
    to_do: str
    back: str

    def callout(self, kind: str) -> str:
        """The title of a call-out that has none of its own."""
        return {"note": self.note, "example": self.example, "try": self.try_, "case": self.case}[kind]


_ENGLISH = Labels(
    note="Note",
    example="Example",
    try_="Try it",
    case="Case",
    transcript="Transcript",
    answer="Answer",
    words_used_here="Words used here",
    download="Download",
    opens="opens {host}",
    table="Table",
    done="Done",
    to_do="To do",
    back="Back to the text",
)

_LABELS: dict[str, Labels] = {
    "en": _ENGLISH,
    "fr": Labels(
        note="À noter",
        example="Exemple",
        try_="À vous d’essayer",
        case="Cas",
        transcript="Transcription",
        answer="Réponse",
        words_used_here="Mots utilisés ici",
        download="Télécharger",
        opens="ouvre {host}",
        table="Tableau",
        done="Fait",
        to_do="À faire",
        back="Retour au texte",
    ),
    "es": Labels(
        note="Nota",
        example="Ejemplo",
        try_="Pruébelo",
        case="Caso",
        transcript="Transcripción",
        answer="Respuesta",
        words_used_here="Palabras usadas aquí",
        download="Descargar",
        opens="abre {host}",
        table="Tabla",
        done="Hecho",
        to_do="Por hacer",
        back="Volver al texto",
    ),
    "pt": Labels(
        note="Nota",
        example="Exemplo",
        try_="Experimente",
        case="Caso",
        transcript="Transcrição",
        answer="Resposta",
        words_used_here="Palavras usadas aqui",
        download="Baixar",
        opens="abre {host}",
        table="Tabela",
        done="Feito",
        to_do="Por fazer",
        back="Voltar ao texto",
    ),
    "ar": Labels(
        note="ملاحظة",
        example="مثال",
        try_="جرّب بنفسك",
        case="حالة",
        transcript="النص المكتوب",
        answer="الإجابة",
        words_used_here="كلمات مستخدمة هنا",
        download="تنزيل",
        opens="يفتح {host}",
        table="جدول",
        done="تم",
        to_do="لم يتم بعد",
        back="العودة إلى النص",
    ),
}


def labels_for(language: str) -> Labels:
    """The words for a language, English where we have none."""
    return _LABELS.get(language, _ENGLISH)
