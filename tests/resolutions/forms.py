# SPDX-License-Identifier: EUPL-1.2
"""Invented resolutions of assemblies that do not exist, each in a form in which real ones are met.

`FORMS`: name -> text, and what is found: preambular, operative, items, notes, annexes; then the numbers and first verbs.
"""

from typing import NamedTuple


class Form(NamedTuple):
    text: str
    counts: tuple[int, int, int, int, int]
    verbs: str
    """First verbs of the operative paragraphs, separated by semicolons; "-" for none."""


FORMS = {
    "assembly-in-italics": Form(
        """Resolution HCA/4/Res.2

Adopted at the 7th plenary meeting, on 20 December 2031, by consensus

HCA/4/Res.2 Harbour lights

The Assembly of Harbour States,

Recalling the Charter¹ and *looking forward* to dialogue,

1. *Welcomes* the report²;
2. *Notes* the tide and *urges* Harbour States to light their lamps;

¹ HCA/1/1.

² HCA/4/9, para. 3: “Some lamps were dark.”

3. *Calls* upon all Harbour States to report to the Assembly at its fifth session.""",
        (1, 3, 0, 2, 0),
        "Welcomes;Notes;Calls upon",
    ),
    "single-unnumbered-operative": Form(
        """The Harbour Council,

Having considered the report of the Lamp Committee,

Approves the report of the Lamp Committee.¹

3rd plenary meeting
12 May 2031

¹ HC/5/3.
""",
        (1, 1, 0, 1, 0),
        "Approves",
    ),
    "old-resolution-without-numbers": Form(
        """12 (1948). Resolution of 21 April 1948

[HC/726]
The Harbour Council,

Having heard the representative of the Pilots in support
of the complaint and the reply of the representative
of the Keepers,

Being strongly of the opinion that the lamps should be lit,

Reaffirms its resolution 11 (1948) of 17 January
1948 ;

Instructs the Commission to proceed at once to the
quays ; and, to this end,

Recommends to the Pilots the following measures :

A. Restoration of light

1. The Pilots should undertake to light the lamps :

(a) On the quays ;

(b) On the ships.

B. Pilotage

2. The Keepers should cooperate.

Adopted at the 286th meeting 6


6 The draft was voted on paragraph by paragraph.""",
        (2, 5, 2, 1, 0),
        "Reaffirms;Instructs;Recommends;-;-",
    ),
    "misread-numbers": Form(
        """Resolution 27 (1970)
of 18 March 1970

The Harbour Council,

Acting under the Charter,

i. Condemns the darkening of lamps;

2. Decides that States shall keep their lamps lit;

3, Calls upon States to report by 1 June 1970;

4. Requests the Keeper to publish the reports.
""",
        (1, 4, 0, 0, 0),
        "Condemns;Decides;Calls upon;Requests",
    ),
    "sections-that-begin-anew": Form(
        """HCA/9/Res.1
Budget for 2032

The Assembly of Harbour States,
Having considered the proposed budget,1

A. Budget for 2032
1. Approves appropriations of 500 marks in the following table:
Appropriation section\tMarks
Programme I\tLights\t300.0
Programme II\tPilots\t200.0
Total\t500.0

2. Notes that the harbour dues have been paid;

B. Lamp Fund
The Assembly of Harbour States,
Recalling that the Lamp Fund was established in 2030,
1. Resolves that the Lamp Fund shall hold 50 marks and authorizes the Keeper to make advances; and
2. Decides to review the Fund annually.

1 HCA/9/4.
""",
        (2, 4, 0, 1, 0),
        "Approves;Notes;Resolves;Decides",
    ),
    "headings-and-one-more-section": Form(
        """9/14. Lamp inspection

*The Harbour Assembly*,

*Recalling* its resolution 8/2,

Report of the Lamp Inspectors

*Having considered* the report of the Inspectors,

1. *Takes note with appreciation* of the report;
2. *Encourages* the Inspectors to continue;
Review of dark lamps

*Having considered* the note on dark lamps,

*Takes note* of the note.

6th plenary meeting
3 March 2031""",
        (3, 3, 0, 0, 0),
        "Takes note with appreciation;Encourages;Takes note",
    ),
    "recommended-draft": Form(
        """2031/4. Lamp congress

The Lamp Council

Recommends to the Harbour Assembly the adoption of the following draft resolution:

The Harbour Assembly,

Recalling its resolution 7/1,1

Mindful of the tides,

1. Decides to hold a lamp congress;

2. Requests the Keeper to prepare it.

4th plenary meeting
23 July 2031

1 HA/7/1, annex.
""",
        (0, 1, 0, 1, 0),
        "Recommends",
    ),
    "adopted-declaration": Form(
        """3/1. Declaration on lamps

The Harbour Assembly

Adopts the following political declaration on lamps:

Political declaration on lamps

1. We, the harbour States, reaffirm our commitment to light.
2. We urge all ports to light their lamps. We will report on it.
3. We are seriously concerned that lamps are dark and:
(a) We stress the need for oil;
(b) We invite donors to give oil.

4th plenary meeting
5 May 2031
""",
        (0, 4, 2, 0, 0),
        "Adopts;reaffirm;urge;-",
    ),
    "presidential-statement": Form(
        """HC/PRST/2031/3

Harbour Council

Statement by the President of the Harbour Council

At the 90th meeting of the Harbour Council, held on 2 May 2031, the President of the Harbour Council made the following statement on behalf of the Council:

“The Harbour Council recalls its previous statements on lamps.

“The Harbour Council also stresses the need for oil. The Council urges the Keepers to provide it.

“Recalling its statement of 2030, the Harbour Council appeals to all pilots to be patient.”
""",
        (0, 3, 0, 0, 0),
        "recalls;also stresses;appeals to",
    ),
    "annexes-with-numbers": Form(
        """4/2. Guidelines on lamps

The Harbour Assembly,

Emphasizing the role of lamps,

1. Welcomes the guidelines annexed to the present resolution;

2. Encourages their dissemination.

9th plenary meeting
9 December 2031

Annex I

Guidelines on lamps

Recalling that lamps burn oil,

1. Lamps should be lit:

(a) at dusk;

(b) in fog.

2. Lamps should be kept clean.

Annex II

Table of lamps

Port\tLamps
North\t12
South\t9
""",
        (1, 2, 0, 0, 2),
        "Welcomes;Encourages",
    ),
    "nested-to-three-levels": Form(
        """HC/RES/12 (2031)

The Harbour Council,

Acting under Chapter VII of the Charter,

1. Requests the Keeper to:

(a) advise, support and assist:

(i) the pilots, with:

a. charts;

b. lanterns;

(ii) the ferries;

(b) note the importance of oil;

2. Decides to remain seized of the matter.
""",
        (1, 2, 6, 0, 0),
        "Requests;Decides",
    ),
    "letters-to-i-and-beyond": Form(
        """The Lamp Conference,

Noting the tides,

1. Requests the Keeper:

(a) to a;
(b) to b;
(c) to c;
(d) to d;
(e) to e;
(f) to f;
(g) to g;
(h) to h;
(i) to i;
(j) to j;

2. Invites donors to give oil.
""",
        (1, 2, 10, 0, 0),
        "Requests;Invites",
    ),
    "numbered-items-in-brackets": Form(
        """LHA7.1
Programme of lamps

The Seventh Lamp Health Assembly,

Having considered the draft programme,

1. APPROVES the programme;

2. REQUESTS the Director:
(1) to use the programme;
(2) to provide guidance:
(a) in ports; and
(b) at sea;

3. FURTHER REQUESTS the Director to report to the Ninth Assembly in 2033.
""",
        (1, 3, 4, 0, 0),
        "APPROVES;REQUESTS;FURTHER REQUESTS",
    ),
    "capitals-and-no-preamble": Form(
        """DECISION ON THE HARBOUR COURT
Doc. EX.HU/9(II)

The Assembly,

1. TAKES NOTE of the report of the Council;
2. REITERATES:
i) The commitment of the Union to light;
ii) Its previous decisions;
3. CALLS UPON Member States to comply with its decisions; and DECIDES to remain seized of the matter.
""",
        (0, 3, 2, 0, 0),
        "TAKES NOTE;REITERATES;CALLS UPON",
    ),
    "resolves-to-request": Form(
        """HG/RES. 27 (III-O/31)

PROMOTION OF LAMPS

(Adopted at the second plenary session, held on June 5, 2031)

THE GENERAL ASSEMBLY OF HARBOURS,

RECALLING its resolution HG/RES. 19 (II-O/30);

HAVING SEEN the report of the Council,

RESOLVES:

1. To renew its appeal to those ports that have not yet done so to consider lighting their lamps.

2. To urge the ports to adopt the necessary rules, and to request the Keepers to prepare a model.

3. To instruct the Secretariat to report at its fourth regular session.
""",
        (2, 3, 0, 0, 0),
        "renew its appeal;urge;instruct",
    ),
    "council-conclusions": Form(
        """Council conclusions on lamps

THE COUNCIL OF THE HARBOUR UNION,

RECALLING its conclusions of 21 July 2030;

UNDERLINING the importance of light,

1. WELCOMES the new lamps;
2. INVITES the Commission to report on progress by the end of 2032.
""",
        (2, 2, 0, 0, 0),
        "WELCOMES;INVITES",
    ),
    "numbers-lost": Form(
        """Resolution adopted by the Lamp Assembly on 9 June 2031

2/3.\tLamp Day

The Lamp Assembly,

Recalling the Lamp Charter,

Recognizing the work of the keepers,

Recommends that the Harbour Assembly proclaim a Lamp Day;

Invites ports, within their resources, to:

Light their lamps on that day;

Share good practice on lamps;

Requests the Director to bring the present resolution to the attention of all ports.
""",
        (2, 3, 2, 0, 0),
        "Recommends;Invites;Requests",
    ),
    "one-flat-line": Form(
        "Harbour Nations H/RES/80/17 Harbour Assembly Distr.: General 12 November 2031 Eightieth session Agenda item 5 "
        "Resolution adopted by the Harbour Assembly on 10 November 2031 [without reference to a Main Committee (H/80/L.5)] "
        "80/17. Report of the Harbour Court The Harbour Assembly, Recalling its resolution 79/12 of 3 November 2030,1 "
        "Recalling also that lamps burn oil, Noting the need for funding, 1. Welcomes the report of the Court;2 "
        "2. Also welcomes the new lamps; 3. Requests the Keeper to report at its eighty-first session: (a) on oil; (b) on wicks. "
        "42nd plenary meeting 10 November 2031",
        (3, 3, 2, 0, 0),
        "Welcomes;Also welcomes;Requests",
    ),
    "flat-with-notes-between": Form(
        "HCA/17/20 32 20E170431 Resolution HCA/10/Res.2 Adopted at the 7th plenary meeting, on 20 December 2031, by consensus "
        "HCA/10/Res.2 Lamps The Assembly of Harbour States, Recalling the Charter and previous resolutions including HCA/8/Res.2, "
        "Convinced also that lamps and peace are complementary, Taking note of the report prepared by the Keepers1 on lamps and "
        "looking forward to a dialogue2, 1. Welcomes the acknowledgement that lamps were lit3; 2. Emphasizes the importance of oil and "
        "notes the impact of dark quays; 3. Commends the work of the Keepers, encourages the Keepers to continue, and encourages all "
        "Harbour States to give oil; 1 HCA/10/40. 2 See para. 7 of the report of the Bureau (HCA/10/28): “Some lamps were dark.” "
        "3 Report of the Keepers, para. 2. 4. Decides that the Assembly shall continue to monitor lamps; to this end, decides that the "
        "Assembly will include an item on lamps on the agenda of its eleventh session; 5. Requests the Bureau to report: (a) on oil; "
        "and (b) on wicks. Annex Rules on lamps 1. Lamps shall be lit.",
        (3, 5, 2, 3, 1),
        "Welcomes;Emphasizes;Commends;Decides;Requests",
    ),
    "wrapped-without-paragraphs": Form(
        """Harbour Nations H/RES/80/17 Harbour Assembly 80/17. Report of the Harbour Court The Harbour
Assembly, Recalling its resolution 79/12 of the session before and all that was said of lamps there,
Mindful of the tides and of the storms by which the quays were visited in the winter of that same
year, 1. Welcomes the report of the Court on the lamps of the harbour and on the oil that is burnt;
2. Also welcomes the new lamps that were given by the ports of the north and by those of the south;
3. Requests the Keeper to report on lamps to the Assembly at its eighty-first session and thereafter
every two years. 42nd plenary meeting 10 November 2031""",
        (2, 3, 0, 0, 0),
        "Welcomes;Also welcomes;Requests",
    ),
    "code-of-a-page-in-the-middle": Form(
        """HCA/16/Res.3

The Assembly of Harbour States,

Noting the tides,

1. Welcomes the report of the 20E170431 Keeper;

2. Requests the Keeper to light

21E170431

HCA/16/20

the lamps.
""",
        (1, 2, 0, 0, 0),
        "Welcomes;Requests",
    ),
    "markers-glued-to-years-and-words": Form(
        """\tThe Harbour Assembly,
\tRecalling its resolutions of 2030,1
\tRecalling also the Charter2 and the Lamp Programme to 20303 of the ports,
\t1.\tTakes note of the report;1
\t2.\tEncourages the keepers to read it.

6th plenary meeting
7 December 2031

1 Resolution 7/1.
2 Resolution 1/1.
3 Resolution 7/3.
""",
        (2, 2, 0, 3, 0),
        "Takes note;Encourages",
    ),
    "numbers-alone-on-their-lines": Form(
        """The Harbour Assembly,

Noting the need for lamps along the quays of the harbour and at the mouth of the
river, in which the tides are strong,

1.
Welcomes the report of the Keepers on the lamps of the harbour and on the oil that is
burnt in them;
2.
Requests the Keepers to report again on the lamps of the harbour at the ninth session
of the Assembly.
18th plenary meeting
10 October 2031
""",
        (1, 2, 0, 0, 0),
        "Welcomes;Requests",
    ),
    "torn-and-glued-verbs": Form(
        """The Harbour Assembly,

Recalling the Charter,

1. Wel comes the report of the Keepers;

2. Requeststhe Keepers to light the lamps.
""",
        (1, 2, 0, 0, 0),
        "Wel comes;Requests",
    ),
    "negotiating-text": Form(
        """The Assembly of Harbour States,

PP1 Recalling the Charter,

PP2 Noting the tides,

OP1. Welcomes the report;

OP2. Requests the Bureau to report at its fifth session;

OP2 bis. Invites donors to give oil;

OP3. Decides to remain seized of the matter.
""",
        (2, 4, 0, 0, 0),
        "Welcomes;Requests;Invites;Decides",
    ),
    "old-markers-with-a-slash": Form(
        """The Harbour Assembly,

Recalling the Lamp Charter, 1/

1. Welcomes the report of the Keepers; 2/

2. Requests the Keepers to report again.

1/ Resolution 1/1.

2/ HA/45/12.
""",
        (1, 2, 0, 2, 0),
        "Welcomes;Requests",
    ),
    "star-on-the-symbol": Form(
        """Resolution HCA/17/Res.4*

Adopted at the 12th plenary meeting, on 12 December 2031, by consensus

HCA/17/Res.4
Lamps

The Assembly of Harbour States,

Noting the tides,

1. Decides to light the lamps.

* Previously issued as HCA/17/L.4.
""",
        (1, 1, 0, 1, 0),
        "Decides",
    ),
    "french-with-pages": Form(
        """Nations portuaires

P/RES/55/26

Conseil des ports

55/26. Assistance technique aux gardiens de phare

Le Conseil des ports,

Guidé par les buts et principes énoncés dans la Charte des ports et par les autres
instruments relatifs à la lumière,1

__________________
1 Résolution 1/1.

GP.31-19752\t1/2
\fP/RES/55/26

Constatant avec satisfaction que les gardiens ont coopéré,

1. Se félicite des mesures prises et demande aux gardiens de continuer ;

2. Prie le Haut-Commissariat, en coopération avec les gardiens, d’accroître l’assistance
et, pour ce faire :

    a) De déterminer les besoins ;

    b) D’aider les gardiens ;

3. Prie également le Haut-Commissariat de lui faire rapport à sa cinquante-septième
session ;

4. Décide de rester saisi de la question.

55e séance
 4 avril 2031

[Adoptée sans vote.]
""",
        (2, 4, 2, 1, 0),
        "Se félicite;Prie;Prie également;Décide",
    ),
    "spanish-with-verbs-in-items": Form(
        """Consejo de Puertos

Resolución 26 (2031)

Aprobada por el Consejo de Puertos en su 9232a sesión, celebrada el 21 de diciembre de 2031

*El Consejo de Puertos*,

*Recordando* todas sus resoluciones anteriores,

*Actuando* en virtud del Capítulo VII de la Carta,

1. *Reafirma* las decisiones que adoptó en la resolución 25 (2030), con excepción de lo siguiente:
a) *Recuerda* el párrafo 22 y *afirma* que el párrafo 27 queda anulado;
b) *Recuerda* el párrafo 53 y *solicita* al Guardián que presente un informe a más tardar el 30 de abril de 2032;
2. *Decide* celebrar una sesión oficial;
3. *Decide* seguir ocupándose activamente de la cuestión.""",
        (2, 3, 2, 0, 0),
        "Reafirma;Decide;Decide",
    ),
    "arabic-with-dashes": Form(
        """القرار HCA/12/Res.3

اعتُمد بتوافق الآراء في 27 تشرين الثاني/نوفمبر 2031

إن جمعية دول الموانئ،

إذ تشير إلى أحكام الميثاق،

وإذ تؤكد أهمية الضوء،

1\t- ترحب بالتقرير، وتدعو جميع دول الموانئ إلى إضاءة المصابيح؛

2\t- تطلب إلى المكتب أن يقدم تقريرا إلى الجمعية في دورتها الثالثة عشرة:

(أ) عن الزيت؛

(ب) عن المصابيح؛

٣ - تقرر أن تبقي المسألة قيد النظر.
""",
        (2, 3, 2, 0, 0),
        "ترحب;تطلب إلى;تقرر",
    ),
    "bullets-and-dashes": Form(
        """*The Harbour Council*,

*Mindful* of the tides,

1. *Affirms* its determination to strengthen lamps by:

– Adopting clear rules,

– Strengthening consultations with pilots;

2. *Decides*:

• to meet monthly;

• to publish a log.
""",
        (1, 2, 4, 0, 0),
        "Affirms;Decides",
    ),
    "layout-of-a-page": Form(
        """                 Harbour Nations                                                          H/RES/73/7
                 Harbour Assembly                                                 Distr.: General
                                                                                  31 October 2031

                 Resolution adopted by the Harbour Assembly on
                 29 October 2031

     73/7.       Report of the Harbour Court

                       The Harbour Assembly,
                       Recalling its resolution 72/3 of 30 October 2030 and all its previous relevant
                 resolutions,
                       Recognizing the Harbour Court 1 as an independent permanent judicial institution
                 of the ports,
                      1.    Welcomes the report of the Harbour Court;
                       2.    Also welcomes the ports that have become parties to the Charter of the
                 Court, and calls upon all ports to light their lamps without delay; 2

         __________________
             1
               Charter of the Court, article 3.
             2
               H/73/334.

18-18142                                                                                                   1/2
\f                                                                                                  H/RES/73/7

                         3.    Emphasizes the importance of oil;
                        4.     Requests the Keeper to report at its seventy-fourth session.

                                                                               28th plenary meeting
                                                                                   29 October 2031
""",
        (2, 4, 0, 2, 0),
        "Welcomes;Also welcomes;Emphasizes;Requests",
    ),
}
