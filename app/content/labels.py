"""The few words the compiler itself writes into a text, in the language of that text."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labels:
    """Words for one language.

    `opens` holds the place of a host name, `updated` and `read_original` that of the name of the original's language,
    which stands in `languages` as each of the two needs it.
    """

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
    updated: str
    question_updated: str
    on: str
    read_original: str
    untranslated: str
    languages: Mapping[str, tuple[str, str]]

    def name_of(self, language: str) -> str:
        """A language as `updated` speaks of it; its code when we have no name."""
        return self.languages.get(language, (language, language))[0]

    def in_(self, language: str) -> str:
        """A language as `read_original` and `untranslated` speak of it; its code when we have no name."""
        return self.languages.get(language, (language, language))[1]

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
    updated="The {language} text of this paragraph was updated",
    question_updated="The {language} text of this question was updated",
    on=" on ",
    read_original="Read it in {language}",
    untranslated="This part is not translated yet. Here it is in {language}.",
    languages={
        "en": ("English", "English"),
        "fr": ("French", "French"),
        "es": ("Spanish", "Spanish"),
        "pt": ("Portuguese", "Portuguese"),
        "ar": ("Arabic", "Arabic"),
    },
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
        updated="Le texte {language} de ce paragraphe a été mis à jour",
        question_updated="Le texte {language} de cette question a été mis à jour",
        on=" le ",
        read_original="Lire en {language}",
        untranslated="Ce passage n’est pas encore traduit. Le voici en {language}.",
        languages={
            "en": ("anglais", "anglais"),
            "fr": ("français", "français"),
            "es": ("espagnol", "espagnol"),
            "pt": ("portugais", "portugais"),
            "ar": ("arabe", "arabe"),
        },
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
        updated="El texto en {language} de este párrafo se actualizó",
        question_updated="El texto en {language} de esta pregunta se actualizó",
        on=" el ",
        read_original="Leerlo en {language}",
        untranslated="Esta parte aún no está traducida. Aquí está en {language}.",
        languages={
            "en": ("inglés", "inglés"),
            "fr": ("francés", "francés"),
            "es": ("español", "español"),
            "pt": ("portugués", "portugués"),
            "ar": ("árabe", "árabe"),
        },
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
        updated="O texto em {language} deste parágrafo foi atualizado",
        question_updated="O texto em {language} desta pergunta foi atualizado",
        on=" em ",
        read_original="Ler em {language}",
        untranslated="Esta parte ainda não foi traduzida. Aqui está em {language}.",
        languages={
            "en": ("inglês", "inglês"),
            "fr": ("francês", "francês"),
            "es": ("espanhol", "espanhol"),
            "pt": ("português", "português"),
            "ar": ("árabe", "árabe"),
        },
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
        updated="تم تحديث النص {language} لهذه الفقرة",
        question_updated="تم تحديث النص {language} لهذا السؤال",
        on=" في ",
        read_original="اقرأه {language}",
        untranslated="لم يُترجم هذا الجزء بعد، وهو هنا {language}.",
        languages={
            "en": ("الإنجليزي", "بالإنجليزية"),
            "fr": ("الفرنسي", "بالفرنسية"),
            "es": ("الإسباني", "بالإسبانية"),
            "pt": ("البرتغالي", "بالبرتغالية"),
            "ar": ("العربي", "بالعربية"),
        },
    ),
}


def labels_for(language: str) -> Labels:
    """The words for a language, English where we have none."""
    return _LABELS.get(language, _ENGLISH)


def has_labels(language: str) -> bool:
    """Say whether the compiler has words of its own in a language."""
    return language in _LABELS
