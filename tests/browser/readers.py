"""Searches as readers type them, each with the places of which one has to be the first or second result.

They were written before the search was tuned: a delegate's, a researcher's, a re-user's and a journalist's. A place
without an anchor stands for any place of that page.
"""

from __future__ import annotations

QUERIES = {
    # a delegate
    "Samoa cybersecurity": ["messages.html#astana-s10", "messages.html#astana-s11"],
    "what did Africa ask for": ["africa.html", "messages.html#africa-k1", "messages.html#africa-k2"],
    "permanent IGF": ["provisions.html#res-80-173-p99"],
    "renew IGF mandate": ["messages.html#global-k3"],
    "LAC consultation": ["consultations.html#santiago-2024", "latin-america-caribbean.html"],
    "who has to do what by when": ["ledger.html", "ledger.html#what-has-a-date-in-order-of-time"],
    "DPI": ["provisions.html#res-80-173-p17", "codebook.html#public-services"],
    "e-waste": ["provisions.html#res-80-173-p45"],
    "internet shutdown": ["provisions.html#res-80-173-p76"],
    "next review 2035": ["provisions.html#res-80-173-p127"],
    "paragraph 113": ["provisions.html#res-80-173-p113"],
    "IGF funding": ["provisions.html#res-80-173-p103"],
    "next review": ["provisions.html#res-80-173-p127"],
    "when is the next overall review": ["provisions.html#res-80-173-p127"],
    "LDC": ["provisions.html", "glossary.html"],
    "AOSIS": ["09-positions.html", "glossary.html#term-sids"],
    "was there a vote": ["brief.html#what-the-general-assembly-decided", "05-timetable.html"],
    "vote": ["brief.html#what-the-general-assembly-decided", "05-timetable.html"],
    "who must report": ["ledger.html"],
    "debt": ["codebook.html#financing"],
    "contact": ["contribute.html#correct-an-error"],
    "report an error": ["contribute.html#correct-an-error"],
    "what was not answered": ["06-asks.html#calls-with-little-or-no-answer"],
    "is this an official UN publication": ["index.html", "index.html#before-you-rely-on-it"],
    "AI capacity building fellowship": ["provisions.html#res-80-173-p86"],
    # a researcher
    "child protection online guidelines": ["messages.html#astana-s65"],
    "how many respondents": ["notes.html#survey-charts", "consultations.html#survey-2023"],
    "geneva date disagreement": ["notes.html#geneva-2023-date"],
    "how to cite": ["citing.html"],
    "Krippendorff's alpha": ["glossary.html", "08-certainty.html", "codebook.html"],
    "who coded": ["method.html#who-coded", "method.html", "quality.html"],
    "who checked the coding": ["method.html#who-coded"],
    "how was it coded": ["method.html#who-coded", "method.html"],
    "is this checked by a person": ["method.html#who-coded"],
    "reliability of coding": ["08-certainty.html", "quality.html"],
    "González Sánz UNCTAD": ["speakers.html#angel-gonzalez-sanz", "astana.html#astana-2024-gonzalez-sanz"],
    "Abbasi": ["speakers.html#salma-abbasi", "astana.html#astana-2024-abbasi"],
    "astana-s37": ["messages.html#astana-s37"],
    "private investment omitted from key message": ["notes.html#private-investment-left-out"],
    "enhanced cooperation working group": ["provisions.html#res-80-173-p92"],
    # a re-user
    "excel": ["reuse.html#in-a-spreadsheet"],
    "download data": ["reuse.html", "index.html"],
    "data license": ["citing.html#licences", "reuse.html", "notes.html#itu-license"],
    "stakeholder_group": ["dataset.html#appearances-stakeholder-group", "dataset.html#organizations-stakeholder-group"],
    "table of speakers": ["dataset.html#table-people", "speakers.html"],
    "missing values": ["method.html#what-is-missing-and-how", "quality.html"],
    # a journalist
    "women": ["codebook.html#gender", "provisions.html#res-80-173-p79", "messages.html#astana-s62"],
    "South African statements": [
        "speakers.html#cynthia-lesufi",
        "messages.html#astana-s22",
        "messages.html#astana-s23",
    ],
    "kazakh farmer insurance": ["messages.html#astana-s44", "messages.html#astana-s45"],
    "cybersecurty": ["codebook.html#cybersecurity", "messages.html#astana-s10", "messages.html#astana-s11"],
    "Onesmo": ["speakers.html#toelupe-poumulinuku-onesemo", "astana.html#astana-2024-onesemo"],
    "fake news": ["provisions.html#res-80-173-p78", "codebook.html#media-information"],
    "5G coverage": ["07-ground.html"],
    "Europe artificial intelligence concerns": ["messages.html#europe-k3"],
    "Arab countries lack money": ["messages.html#arab-k2"],
    "digitisation of certificates": ["messages.html#astana-s47"],
}
"""By what is typed, the places that a reader would be content with."""
