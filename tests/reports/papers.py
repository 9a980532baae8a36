# SPDX-License-Identifier: EUPL-1.2
"""A report of an invented court of harbours, in six languages, with everything in it that a document can have."""

from datetime import date
from decimal import Decimal

from comity.reports.paper.model import (
    Annex,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Footnote,
    Item,
    Language,
    List,
    Masthead,
    Paper,
    Paragraph,
    Quote,
    Row,
    Run,
    Section,
    Style,
    Table,
)  # fmt: skip

TEXTS = {
    "en": (
        "Harbour Court", "Assembly of Harbour States", "Fourth session", "Portview", "1–6 December 2031",
        "Report of the Keepers on pilotage", "Introduction", "The Keepers submit this report pursuant to paragraph 15 of ",
        "See also the records of the session.", "Arrest and surrender of drifting vessels", "Other assistance", "Executed",
        "In consultation", "Requests by outcome", "All requests sent in the period.", "Records of the Keepers",
        "Most requests were executed.", "the lamps have generally been lit", "Total", "oil for lamps",
    ),
    "fr": (
        "Cour des ports", "Assemblée des États portuaires", "Quatrième session", "Port-Vue", "1er–6 décembre 2031",
        "Rapport des gardiens sur le pilotage", "Introduction", "Les gardiens soumettent ce rapport en vertu du paragraphe 15 de ",
        "Voir aussi les comptes rendus de la session.", "Arrestation et remise des navires à la dérive", "Autre assistance",
        "Exécutées", "En consultation", "Demandes par résultat", "Toutes les demandes envoyées dans la période.",
        "Registres des gardiens", "La plupart des demandes ont été exécutées.", "les feux ont en général été allumés", "Total",
        "l’huile des feux",
    ),
    "es": (
        "Corte de los puertos", "Asamblea de los Estados portuarios", "Cuarto período de sesiones", "Puerto Vista",
        "1 a 6 de diciembre de 2031", "Informe de los guardianes sobre el pilotaje", "Introducción",
        "Los guardianes presentan este informe en virtud del párrafo 15 de ", "Véanse también las actas del período de sesiones.",
        "Detención y entrega de buques a la deriva", "Otra asistencia", "Ejecutadas", "En consulta", "Solicitudes por resultado",
        "Todas las solicitudes enviadas en el período.", "Registros de los guardianes", "La mayoría se ejecutó.",
        "los faros en general han estado encendidos", "Total", "aceite para los faros",
    ),
    "ru": (
        "Суд гаваней", "Ассамблея портовых государств", "Четвертая сессия", "Портвью", "1–6 декабря 2031 года",
        "Доклад хранителей о лоцманской проводке", "Введение", "Хранители представляют настоящий доклад согласно пункту 15 ",
        "См. также отчеты о сессии.", "Арест и передача дрейфующих судов", "Прочая помощь", "Исполнено", "На консультации",
        "Просьбы по результатам", "Все просьбы, направленные за период.", "Реестры хранителей", "Большинство просьб исполнено.",
        "огни в целом горели", "Всего", "масло для ламп",
    ),
    "ar": (
        "محكمة الموانئ", "جمعية دول الموانئ", "الدورة الرابعة", "بورتفيو", "1-6 كانون الأول/ديسمبر 2031", "تقرير الحراس عن الإرشاد البحري",
        "مقدمة", "يقدم الحراس هذا التقرير عملا بالفقرة 15 من ", "انظر أيضا محاضر الدورة.", "القبض على السفن الجانحة وتقديمها",
        "مساعدة أخرى", "نُفّذ", "قيد التشاور", "الطلبات حسب النتيجة", "جميع الطلبات المرسلة في الفترة.", "سجلات الحراس",
        "نُفّذ معظم الطلبات.", "كانت المصابيح مضاءة عموما", "المجموع", "زيت المصابيح",
    ),
    "zh": (
        "港口法院", "港口国大会", "第四届会议", "港景", "2031年12月1日至6日", "守护者关于引航的报告", "导言", "守护者根据以下决议第15段提交本报告：",
        "另见会议记录。", "逮捕并移交漂流船只", "其他协助", "已执行", "协商中", "按结果分列的请求", "该期间发出的所有请求。", "守护者的记录",
        "大多数请求已执行。", "灯火大体上是亮着的", "共计", "灯油",
    ),
}  # fmt: skip


def table(key: str, texts: tuple[str, ...], caption: str = "") -> Table:
    """Two rows with a hidden number, and their total."""
    columns = (Column("—"), Column(texts[11], ColumnKind.COUNT), Column(texts[12], ColumnKind.COUNT))
    rows = (
        Row((Cell(texts[9]), Cell(number=Decimal(1234)), Cell(hidden=True))),
        Row((Cell(texts[10]), Cell(number=Decimal(30)), Cell(number=Decimal(0)))),
        Row((Cell(texts[18]), Cell(number=Decimal(1264)), Cell(hidden=True)), total=True),
    )
    return Table(key, caption or texts[13], columns, rows, texts[14], texts[15])


def sample(language: str = "en", *, kind: ChartKind = ChartKind.BAR) -> Paper:
    """A report of some pages."""
    t = TEXTS[language]
    symbol = Run("HCA/4/Res.2")
    first = Paragraph(
        "p1", (Run(t[7]), symbol, Footnote("n1", (Run("HCA/3/40. "), Run(t[8], Style.ITALIC))), Run(".")), "1"
    )
    items = List(
        "l1",
        (
            Item("l1-a", (Run(t[9]), Footnote("n2", (Run(t[8]),))), "(a)"),
            Item("l1-a-i", (Run(t[19]),), "(i)", 1),
            Item("l1-b", (Run(t[10]),), "(b)"),
            Item("l1-c", (Run(t[19]),)),
        ),
    )
    second = Paragraph("p2", (Run(t[16], Style.BOLD), Run(" "), Run(" ".join([t[16]] * 6))), "2")
    quote = Quote("q1", (Run(f"“{t[17]}”"),))
    chart = Chart("c1", kind, t[13], t[16], table("t2", t), (1, 2))
    return Paper(
        Language(language),
        Masthead(
            t[0],
            t[1],
            "HCA/4/32",
            date(2031, 11, 5),
            session=t[2],
            place=t[3],
            dates=t[4],
            originals=(Language.ENGLISH,),
        ),
        t[5],
        subtitle=t[19],
        sections=(
            Section("s1", (first, items, quote), t[6], "I"),
            Section("s2", (second, table("t1", t), chart), t[13], "II"),
            Section("s3", (Paragraph("p3", (Run(" ".join([t[16]] * 20)),), "3"),), t[19], "A", 2),
        ),
        annexes=(Annex("a1", t[15], (Section("a1-s", (Paragraph("a1-p", (Run(t[16]),), "1"),)),), "I"),),
        contents=True,
    )
