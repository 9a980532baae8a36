# SPDX-License-Identifier: EUPL-1.2
"""A resolution of our own invention in four languages, in the form such resolutions have, and what it holds."""

from typing import Final

from .layouts import Piece, Said


def _said(
    head: list[str], pieces: list[tuple[str, str, int]], notes: dict[str, str], close: list[str], annex: list[str]
) -> Said:
    """Italics are written in braces, markers as {^1}."""

    def marked(text: str) -> str:
        for marker in notes:
            text = text.replace(f"{{^{marker}}}", f"\x01{marker}\x01")
        return text.replace("{", "\x02").replace("}", "\x03")

    return Said(
        head,
        [
            *(Piece(marked(text), label, depth) for label, text, depth in pieces),
            *(Piece(text, kind="close") for text in close),
            *(Piece(text, kind="annex") for text in annex),
        ],
        {marker: marked(text) for marker, text in notes.items()},
    )


ENGLISH: Final = _said(
    [
        "Resolution HCA/4/Res.2",
        "Adopted at the 3rd plenary meeting, on 5 May 2031, by consensus",
        "HCA/4/Res.2 Keeping harbour lights",
    ],
    [
        ("", "{The Assembly of Harbour States},", 0),
        ("", "{Recalling} its resolution HCA/3/Res.1 of 2 May 2030 and the rules annexed thereto,{^1}", 0),
        (
            "",
            "{Noting with concern} that lights{^2} have gone out on three coasts in the course of the last winter,",
            0,
        ),
        ("", "{Convinced} that all who sail depend on lights that are kept,", 0),
        ("1.", "{Welcomes} the report of the Harbour Court on lights, and {notes} the figures it contains;{^3}", 0),
        ("2.", "{Urges} all Harbour States that have not yet done so to appoint a keeper for each light;", 0),
        ("3.", "{Requests} the Bureau:", 0),
        ("(a)", "To draw up a list of all lights, which shall say:", 1),
        ("(i)", "Where each light stands;", 2),
        ("(ii)", "Who keeps it;", 2),
        ("(b)", "To make the list known to all who sail;", 1),
        ("4.", "{Also requests} the Bureau to report to the Assembly on the list at its fifth session;", 0),
        ("5.", "{Decides} to remain seized of the matter.", 0),
    ],
    {"1": "HCA/3/Res.1, annex.", "2": "See {Notices to Mariners}, vol. 12, No. 3.", "3": "HCA/4/7, paras. 4–9."},
    ["3rd plenary meeting", "5 May 2031"],
    [
        "Annex",
        "Rules for keepers of lights",
        "1. A keeper lights the lamp before the sun has set.",
        "2. A keeper keeps a book of the ships that pass.",
    ],
)
FRENCH: Final = _said(
    [
        "Résolution HCA/4/Res.2",
        "Adoptée à la 3e séance plénière, le 5 mai 2031, par consensus",
        "HCA/4/Res.2 Entretien des feux de port",
    ],
    [
        ("", "{L’Assemblée des États portuaires},", 0),
        ("", "{Rappelant} sa résolution HCA/3/Res.1 du 2 mai 2030 et les règles qui y sont annexées{^1},", 0),
        (
            "",
            "{Notant avec préoccupation} que des feux{^2} se sont éteints sur trois côtes au cours de l’hiver dernier,",
            0,
        ),
        ("", "{Convaincue} que tous ceux qui naviguent dépendent de feux bien tenus,", 0),
        (
            "1.",
            "{Accueille avec satisfaction} le rapport de la Cour sur les feux et {prend note} de ses chiffres{^3} ;",
            0,
        ),
        (
            "2.",
            "{Exhorte} tous les États portuaires qui ne l’ont pas encore fait à nommer un gardien pour chaque feu ;",
            0,
        ),
        ("3.", "{Prie} le Bureau :", 0),
        ("a)", "De dresser une liste de tous les feux, qui indiquera :", 1),
        ("i)", "Où se trouve chaque feu ;", 2),
        ("ii)", "Qui le garde ;", 2),
        ("b)", "De faire connaître cette liste à tous ceux qui naviguent ;", 1),
        ("4.", "{Prie également} le Bureau de lui faire rapport sur la liste à sa cinquième session ;", 0),
        ("5.", "{Décide} de rester saisie de la question.", 0),
    ],
    {"1": "HCA/3/Res.1, annexe.", "2": "Voir {Avis aux navigateurs}, vol. 12, no 3.", "3": "HCA/4/7, par. 4 à 9."},
    ["3e séance plénière", "5 mai 2031"],
    [
        "Annexe",
        "Règles pour les gardiens de feux",
        "1. Le gardien allume la lampe avant le coucher du soleil.",
        "2. Le gardien tient un livre des navires qui passent.",
    ],
)
SPANISH: Final = _said(
    [
        "Resolución HCA/4/Res.2",
        "Aprobada en la tercera sesión plenaria, el 5 de mayo de 2031, por consenso",
        "HCA/4/Res.2 Mantenimiento de las luces de puerto",
    ],
    [
        ("", "{La Asamblea de los Estados Portuarios},", 0),
        (
            "",
            "{Recordando} su resolución HCA/3/Res.1, de 2 de mayo de 2030, y las reglas que figuran en su anexo{^1},",
            0,
        ),
        ("", "{Observando con preocupación} que durante el último invierno se apagaron luces{^2} en tres costas,", 0),
        ("", "{Convencida} de que todos los que navegan dependen de luces bien cuidadas,", 0),
        (
            "1.",
            "{Acoge con beneplácito} el informe de la Corte sobre las luces y {toma nota} de sus cifras{^3};",
            0,
        ),
        (
            "2.",
            "{Insta} a todos los Estados Portuarios que aún no lo hayan hecho a que nombren un guardián para cada luz;",
            0,
        ),
        ("3.", "{Solicita} a la Mesa que:", 0),
        ("a)", "Prepare una lista de todas las luces, en la que se indique:", 1),
        ("i)", "Dónde se encuentra cada luz;", 2),
        ("ii)", "Quién la cuida;", 2),
        ("b)", "Dé a conocer la lista a todos los que navegan;", 1),
        (
            "4.",
            "{Solicita también} a la Mesa que le presente un informe sobre la lista en su quinto período de sesiones;",
            0,
        ),
        ("5.", "{Decide} seguir ocupándose de la cuestión.", 0),
    ],
    {
        "1": "HCA/3/Res.1, anexo.",
        "2": "Véase {Avisos a los navegantes}, vol. 12, núm. 3.",
        "3": "HCA/4/7, párrs. 4 a 9.",
    },
    ["Tercera sesión plenaria", "5 de mayo de 2031"],
    [
        "Anexo",
        "Reglas para los guardianes de las luces",
        "1. El guardián enciende la lámpara antes de que se ponga el sol.",
        "2. El guardián lleva un libro de los barcos que pasan.",
    ],
)
ARABIC: Final = _said(
    [
        "القرار HCA/4/Res.2",
        "اتخذ في الجلسة العامة 3، في 5 أيار/مايو 2031، بتوافق الآراء",
        "HCA/4/Res.2 صيانة أنوار الموانئ",
    ],
    [
        ("", "{إن جمعية دول الموانئ}،", 0),
        ("", "{إذ تشير} إلى قرارها HCA/3/Res.1 المؤرخ 2 أيار/مايو 2030 وإلى القواعد المرفقة به{^1}،", 0),
        ("", "{وإذ تلاحظ مع القلق} أن أنوارا{^2} انطفأت على ثلاثة سواحل خلال فصل الشتاء الماضي،", 0),
        ("", "{واقتناعا منها} بأن جميع من يبحرون يعتمدون على أنوار مصانة،", 0),
        ("1 -", "{ترحب} بتقرير محكمة الموانئ عن الأنوار، {وتحيط علما} بالأرقام الواردة فيه{^3}؛", 0),
        ("2 -", "{تحث} جميع دول الموانئ التي لم تعين بعد حارسا لكل نور على أن تفعل ذلك؛", 0),
        ("3 -", "{تطلب} إلى المكتب ما يلي:", 0),
        ("(أ)", "أن يعد قائمة بجميع الأنوار تبين ما يلي:", 1),
        ("'1'", "مكان كل نور؛", 2),
        ("'2'", "حارس كل نور؛", 2),
        ("(ب)", "أن يعرف جميع من يبحرون بهذه القائمة؛", 1),
        ("4 -", "{تطلب أيضا} إلى المكتب أن يقدم إليها تقريرا عن القائمة في دورتها الخامسة؛", 0),
        ("5 -", "{تقرر} أن تبقي المسألة قيد نظرها.", 0),
    ],
    {
        "1": "القرار HCA/3/Res.1، المرفق.",
        "2": "انظر {إشعارات إلى البحارة}، المجلد 12، العدد 3.",
        "3": "HCA/4/7، الفقرات 4 إلى 9.",
    },
    ["الجلسة العامة 3", "5 أيار/مايو 2031"],
    [
        "مرفق",
        "قواعد لحراس الأنوار",
        "1 - يضيء الحارس المصباح قبل غروب الشمس.",
        "2 - يحتفظ الحارس بدفتر للسفن التي تمر.",
    ],
)
FICTIONS: Final = {"en": ENGLISH, "fr": FRENCH, "es": SPANISH, "ar": ARABIC}
COUNTS: Final = {"preambular": 3, "operative": 5, "sub": 4, "notes": 3, "annexes": 1}
