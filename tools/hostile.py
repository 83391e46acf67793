"""Strings that mean something to a reader of Markdown, HTML, templates, spreadsheets and others, and nothing here.

They were devised without knowledge of the project's code. A script in them sets ``__pwned`` or asks a closed port.
"""

STRINGS = {
    "html": [
        "<script>window.__pwned=1</script>",  # window.__pwned is 1
        "<img src=x onerror=window.__pwned=1>",  # window.__pwned is 1; an img element with src x
        "<svg/onload=window.__pwned=1>",  # window.__pwned is 1; an svg element that is no figure
        '"><b id=pwned>x</b>',  # an element with id pwned: broke out of an attribute
        "' onmouseover='window.__pwned=1' x='",  # an attribute onmouseover: broke out of a single-quoted attribute
        "<style>body{display:none}</style>",  # an empty page: body is not displayed
        '<form id=pwned action="http://127.0.0.1:9/pwned"><input name=password autofocus></form>',  # a form with id pwned, a field in focus
        '<iframe src="http://127.0.0.1:9/pwned"></iframe>',  # a request to 127.0.0.1:9; an iframe
        '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/pwned">',  # the page leaves for 127.0.0.1:9
        '<base href="http://127.0.0.1:9/">',  # every relative link leads to 127.0.0.1:9
        "<details open ontoggle=window.__pwned=1>x</details>",  # window.__pwned is 1; a details element
        "</td></tr></table><h1 id=pwned>x</h1>",  # a heading with id pwned outside the table; the table ends early
        "<a id=pwned name=DataTable>x</a>",  # DOM clobbering: window.DataTable is an element
        "&lt;script&gt;window.__pwned=1&lt;/script&gt;",  # window.__pwned is 1: unescaped twice; or the text shows < in place of &lt;
    ],
    "myst": [
        "{ref}`pwned <check-it>`",  # a link with the text pwned
        "```{raw} html\n<b id=pwned>x</b>\n```",  # an element with id pwned
        ":::{admonition} pwned\nx\n:::",  # a box with the title pwned
        "{eval-rst}`x` {math}`\\frac{1}{2}`",  # a fraction set as a formula, or a build warning about a role
        "{{ version }}",  # the text 1.0.0: a substitution was made
        "(pwned)=\n# pwned",  # an anchor with id pwned, a heading in the contents
        "{cite:t}`cstd2024progress`",  # CSTD secretariat [2024, inferred] in place of the text
        "[^pwned]\n\n[^pwned]: note",  # a footnote with the text note
        "`pwned`{.pwned #pwned} **x** __y__ ~~z~~",  # x in bold, an element with id pwned
        ".. raw:: html\n\n   <b id=pwned>x</b>",  # an element with id pwned (reStructuredText)
        ":download:`pwned </etc/passwd>` |version| `pwned`_",  # a download link, or 1.0.0 in place of |version| (reStructuredText)
        "% pwned comment: this text vanishes",  # no text at all: taken for a MyST comment
        '+++ {"pwned": true}',  # a rule or no text: taken for a block break
        "# pwned",  # pwned as a heading without #
        "1986. A great year",  # a numbered list; or another number
        "| a | b |\n|---|---|\n| pwned | x |",  # a table with a cell pwned
    ],
    "template": [
        "{{7*7}}",  # 49
        "{% for x in range(3) %}pwned{% endfor %}",  # pwnedpwnedpwned
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",  # a list of Python classes
        "{{ config.items() }}{# pwned #}",  # settings of Sphinx, or the comment is gone
        "${7*7} #{7*7} <%= 7*7 %>",  # 49
        "%s %(pwned)s %d %n %",  # a TypeError, or the text without its percent signs
        "{0.__class__} {pwned!r} {",  # a class, an error of str.format, or braces gone
        "$pwned $$ ${HOME} `id` $(id)",  # a path, or uid=: run by a shell
        "\\g<1> \\1 \\n \\U",  # a bad escape error, or a repeated group: taken for a replacement of re.sub
    ],
    "link": [
        "[x](javascript:window.__pwned=1)",  # a link with href javascript:
        "javascript:window.__pwned=1//https://example.org/",  # a link with href javascript: (field of an address)
        "JaVaScRiPt\t:window.__pwned=1",  # a link with href that a browser takes for javascript:
        "data:text/html,<script>window.__pwned=1</script>",  # a link with href data:
        "vbscript:msgbox(1)",  # a link with href vbscript:
        "file:///etc/passwd",  # a link with href file:
        "//127.0.0.1:9/pwned",  # a link to the host 127.0.0.1:9: protocol-relative
        "<http://127.0.0.1:9/pwned> http://127.0.0.1:9/pwned www.pwned.example",  # a link where the text has none (autolinked)
        "https://www.itu.int@127.0.0.1:9/pwned",  # a link to 127.0.0.1:9 that seems to lead to ITU
        "[x]: http://127.0.0.1:9/pwned 'x'\n\n[x]",  # a link by reference; the definition is not shown
    ],
    "path": [
        "../../../../../../etc/passwd",  # a file or anchor outside the folder; root:x:0
        "{download}`pwned </etc/passwd>`",  # a copy of /etc/passwd in _downloads
        "![pwned](../../../../etc/hostname)",  # an img element, a copied file in _images
        "![pwned](http://127.0.0.1:9/pwned.png)",  # a request to 127.0.0.1:9; an img element
        "```{include} /etc/passwd\n```",  # root:x:0 on the page
        "```{literalinclude} ../_config.yml\n```",  # the configuration on the page
        "..\\..\\windows\\win.ini",  # a path on Windows; backslashes gone
        "con.csv\x00.html",  # a file name cut at NUL
        "?q=pwned#pwned&x=%2e%2e%2f",  # an anchor or address with parts: a link that leads elsewhere
    ],
    "spreadsheet": [
        '=HYPERLINK("http://127.0.0.1:9/pwned","click")',  # a link in the spreadsheet; a cell with the text click
        "=1+1",  # 2 in the spreadsheet
        "+49+1",  # 50 in the spreadsheet
        "-2+3",  # 1 in the spreadsheet
        "@SUM(1,1)",  # 2, or an error, in the spreadsheet
        "\t=1+1",  # 2 in the spreadsheet: the tab was stripped
        "=cmd|' /C calc'!A0",  # a program starts (DDE)
        '=IMPORTXML("http://127.0.0.1:9/pwned","//a")',  # a request to 127.0.0.1:9 by a spreadsheet on the web
        "1E5",  # 100000 in the spreadsheet
        "2-3",  # a date, 2 March or 3 February, in the spreadsheet
    ],
    "unicode": [
        "pw\u200bned",  # a search for pwned finds nothing: zero-width space kept unseen
        "\u202edenwp\u202c tail",  # text that runs from right to left; the tail turned round
        "\u2066\u2067pwned",  # isolates left open turn the rest of the line
        "x\U000e0070\U000e0077\U000e006e\U000e0065\U000e0064",  # unseen tag characters in the page or PDF
        "p\x00w\x07n\x1bed",  # a file cut at NUL; a terminal that rings or changes colour
        "\u0440wned \u0421STD",  # the same look as pwned CSTD with other letters (Cyrillic)
        "\ufffe\uffff\U0001ffff",  # a parser of XML or the PDF fails: noncharacters
        "e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",  # a letter with marks that covers other lines
        "\ufeffpwned",  # a byte order mark in the middle of a file
        "\u0130\u0131\xdf\ufb03\u212a",  # another text after lower-casing or folding: anchors and sorting differ
        "\U0001f3f3\ufe0f\u200d\U0001f308\U000e0041 \u4e2d\u6587 \u0639\u0631\u0628\u064a",  # boxes in the PDF: no glyph; or an emoji torn apart
        "pwned\u2028pwned\u2029pwned\x85pwned",  # several lines: split at separators of Unicode
    ],
    "typst-latex": [
        '#import "@preview/pwned:1.0.0"',  # the text is gone, or a package is fetched
        '#eval("7*7")',  # 49
        '#read("/etc/passwd")',  # root:x:0 in the PDF, or an error of typst
        "$7*7$ $$x^2$$ \\(x\\)",  # a formula set in italics
        "\\input{/etc/passwd} \\write18{id}",  # root:x:0, or the text is gone
        "```pwned``` `pwned`",  # text set in the fixed font, backticks gone
        "<pwned> @pwned #ref(<pwned>)",  # a label, or the error that a label does not exist
        "= pwned",  # a heading with the text pwned
        "#set page(fill: red)\n#pagebreak()",  # red pages, an empty page
        "*x* _y_ ~ -- --- ... // pwned",  # x in bold, dashes, and the rest taken for a comment
        '\\ ] ) } " /* pwned',  # an error of typst: a bracket that closes too much; the rest of the PDF is a comment
        '#link("http://127.0.0.1:9/pwned")[x]',  # a link in the PDF
    ],
    "json-script": [
        "</script><script>window.__pwned=1</script>",  # window.__pwned is 1: broke out of JSON-LD
        '","pwned":"1',  # a key pwned in JSON or JSON-LD
        '\\",\\u0022pwned\\u0022:1',  # a key pwned, or a JSON that does not parse
        "<!--<script>",  # the rest of the page is inside a script: nothing after it is shown
        "]]>",  # an error of an XML parser, or the end of a CDATA section
        "a\u2028b\u2029c",  # a syntax error in a script that holds the JSON
        "\\u003cscript\\u003ewindow.__pwned=1\\u003c/script\\u003e",  # window.__pwned is 1; or < in place of the escape
        '{"@id":"javascript:window.__pwned=1","__proto__":{"pwned":1}}',  # ({}).pwned is 1, or an @id in the JSON-LD
        "*/window.__pwned=1;/*",  # window.__pwned is 1: broke out of a comment
    ],
    "xml-csv": [
        '<!DOCTYPE x [<!ENTITY pwned SYSTEM "file:///etc/passwd">]><x>&pwned;</x>',  # root:x:0 (external entity)
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;&b;</x>',  # a long row of a (entity expansion)
        "<![CDATA[<b id=pwned>x</b>]]>",  # an element with id pwned, or the text without its frame
        "&pwned; &amp; &#112;wned &#x70;wned",  # pwned from a numeric entity; & in place of &amp;; an unknown-entity error
        "</text><script>window.__pwned=1</script><text>",  # window.__pwned is 1: broke out of the text of an SVG
        "</title><desc id='pwned'/>",  # an element with id pwned in a figure
        "<?xml-stylesheet href='http://127.0.0.1:9/pwned.xsl'?>",  # a request to 127.0.0.1:9
        'a","b',  # two cells: broke out of a quoted cell
        'a\n"b",c',  # a row more in the CSV
        "a;b;c",  # three items of a list, or three cells with a semicolon as delimiter
        '""" ""',  # another number of quotation marks after writing and reading
        "a\r\nb\rc",  # rows torn apart at a carriage return
        "not stated",  # a missing value in place of a text
        "NULL",  # a missing value: read as NA by pandas
    ],
}
