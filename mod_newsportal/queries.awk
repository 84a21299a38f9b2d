# queries.awk - turns sql/queries/*.sql into np_query_table.h and np_query_table.c.
#
#   awk -v out=FOLDER -f queries.awk sql/queries/*.sql
#
# The form of a query file is described in np_query.h. Whatever does not fit it is reported as
# FILE:LINE: and stops the build; nothing is written then. Plain POSIX awk (mawk, gawk, busybox):
# no gensub, no three-argument match, no character classes, no ENDFILE.
#
# The head starts with "-- <name>: purpose", which may go on over plain comment lines. After it come
# the lines with a key: param, column, index, and allow (both of the latter are for the tests of the
# execution plans). The first line that is no comment begins the statement. Comments inside the
# statement stay in it; the head does not, in its place the text sent to the server begins with
# "/* newsportal <name> */".

function problem(file, line, text) {
    printf "%s:%d: %s\n", file, line, text > "/dev/stderr"
    problems++
}

# A C string constant's inside. By character: what gsub makes of backslashes differs between awks.
function quoted(text,    result, i, c) {
    if (text !~ /[\\"\t?]/)
        return text
    result = ""
    for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        if (c == "\t")
            c = "\\t"
        else if (c == "\\" || c == "\"" || (c == "?" && substr(text, i + 1, 1) == "?"))
            c = "\\" c
        result = result c
    }
    return result
}

# Takes string constants, quoted names and comments out of the statement, so that what is left can
# be searched for `?`, `*` and `;`. An executable comment is code for one of the servers only, and
# its parameters could not be counted for both.
function code_of(sql, line,    result, n, i, c, two, end) {
    result = ""
    n = length(sql)
    for (i = 1; i <= n; i++) {
        c = substr(sql, i, 1)
        two = substr(sql, i, 2)
        if (c == "\n")
            line++
        if (c == "'" || c == "\"" || c == "`") {
            end = c
            for (i++; i <= n; i++) {
                c = substr(sql, i, 1)
                if (c == "\\" && end != "`")
                    i++
                else if (c == end) {
                    if (substr(sql, i + 1, 1) != end)
                        break
                    i++
                }
                if (c == "\n")
                    line++
            }
            if (i > n)
                problem(file, line, "a quote " end " is not closed")
            result = result " x "
        } else if (c == "#" || two == "--") {
            while (i <= n && substr(sql, i, 1) != "\n")
                i++
            line++
            result = result "\n"
        } else if (two == "/*") {
            if (substr(sql, i, 3) == "/*!" || substr(sql, i, 4) == "/*M!")
                problem(file, line, "executable comments (/*! */) are not supported")
            for (i += 2; i <= n && substr(sql, i, 2) != "*/"; i++)
                if (substr(sql, i, 1) == "\n")
                    line++
            if (i > n)
                problem(file, line, "a comment is not closed")
            i++
            result = result " "
        } else
            result = result c
    }
    return result
}

function count_of(text, c,    n, i) {
    n = 0
    for (i = 1; i <= length(text); i++)
        if (substr(text, i, 1) == c)
            n++
    return n
}

function check_statement(    code) {
    if (sql[q] == "") {
        problem(file, last, "no statement")
        return
    }
    code = code_of(sql[q], sql_line)
    sub(/[ \t\n]+$/, "", code)
    if (code ~ /;$/)
        sub(/;[ \t\n]*$/, "", sql[q])
    sub(/;$/, "", code)
    if (index(code, ";"))
        problem(file, sql_line, "more than one statement")
    if (count_of(code, "?") != params[q])
        problem(file, sql_line, count_of(code, "?") " `?` in the statement, but " params[q] \
                " param lines")
    if (code ~ /[Ss][Ee][Ll][Ee][Cc][Tt]([ \t\n]+[A-Za-z_]+)?[ \t\n]*\*/ || code ~ /\.[ \t\n]*\*/)
        problem(file, sql_line, "SELECT * is not allowed: name the columns")
}

function finish_file() {
    if (file == "")
        return
    if (purpose[q] == "")
        problem(file, 1, "the first line must be \"-- " name[q] ": purpose\"")
    check_statement()
}

function begin_file(    base) {
    finish_file()
    q = total++
    file = FILENAME
    base = file
    sub(/^.*\//, "", base)
    if (base !~ /^[a-z][a-z0-9_]*\.sql$/)
        problem(file, 1, "the name must be lower case letters, digits and _, ending in .sql")
    sub(/\.sql$/, "", base)
    if (base in file_of)
        problem(file, 1, "the name is taken by " file_of[base])
    file_of[base] = file
    name[q] = base
    purpose[q] = ""
    sql[q] = ""
    params[q] = columns[q] = 0
    keyed = 0
}

# "name type" of a param or column line, checked; stored as "name type".
function field(text, what,    parts, n) {
    n = split(text, parts, /[ \t]+/)
    if (n != 2) {
        problem(file, FNR, what " needs a name and a type")
        return "unknown int"
    }
    if (parts[1] !~ /^[a-z][a-z0-9_]*$/)
        problem(file, FNR, "\"" parts[1] "\" is no name: lower case letters, digits and _")
    if (!(parts[2] in types)) {
        problem(file, FNR, "\"" parts[2] "\" is no type: int, text, bytes or civil")
        return parts[1] " int"
    }
    return parts[1] " " parts[2]
}

function column(text,    pair, parts, constant) {
    pair = field(text, "column")
    split(pair, parts, " ")
    constant = toupper(name[q] "_" parts[1])
    if (constant in constants)
        problem(file, FNR, "column constant " constant " is taken already (" constants[constant] ")")
    constants[constant] = file
    column_line[q, columns[q]++] = pair
}

# One comment line of the head.
function head(text,    key) {
    if (purpose[q] == "") {
        if (index(text, name[q] ": ") != 1 || length(text) <= length(name[q]) + 2)
            problem(file, FNR, "the first line must be \"-- " name[q] ": purpose\"")
        purpose[q] = text
        sub(/^[^:]*: */, "", purpose[q])
        if (purpose[q] == "")
            purpose[q] = "?"
        return
    }
    key = ""
    if (text ~ /^[a-z]+:( |$)/) {
        key = text
        sub(/:.*$/, "", key)
        sub(/^[a-z]+:[ \t]*/, "", text)
    }
    if (key == "" && !keyed) {
        purpose[q] = purpose[q] " " text
        return
    }
    keyed = 1
    if (key == "param")
        param_line[q, params[q]++] = field(text, "param")
    else if (key == "column")
        column(text)
    else if (key == "index") {
        if (split(text, index_parts, /[ \t]+/) != 2)
            problem(file, FNR, "index needs a table and an index")
    } else if (key != "allow" || text == "")
        problem(file, FNR, "unknown line in the head; known are param, column, index and allow")
}

BEGIN {
    types["int"] = "NP_TYPE_INT"
    types["text"] = "NP_TYPE_TEXT"
    types["bytes"] = "NP_TYPE_BYTES"
    types["civil"] = "NP_TYPE_CIVIL"
    total = problems = 0
    file = ""
    if (out == "") {
        problem("queries.awk", 0, "say -v out=FOLDER")
        exit
    }
    # awk never sees an empty file as a record, so it would be left out without a word.
    for (i = 1; i < ARGC; i++)
        if (ARGV[i] ~ /\.sql$/ && (getline anything < ARGV[i]) <= 0)
            problem(ARGV[i], 1, "empty or not readable")
        else
            close(ARGV[i])
    if (problems)
        exit
}

FNR == 1 { begin_file() }

{
    sub(/\r$/, "")
    last = FNR
}

sql[q] == "" && /^--/ {
    if ($0 !~ /^-- /)
        problem(file, FNR, "a comment line begins with \"-- \" and says something")
    sub(/^--[ \t]*/, "")
    sub(/[ \t]+$/, "")
    head($0)
    next
}

sql[q] == "" && /^[ \t]*$/ { next }

sql[q] == "" {
    sql[q] = $0
    sql_line = FNR
    next
}

{ sql[q] = sql[q] "\n" $0 }

function write_header(to,    i, k, parts) {
    print "/* Made by queries.awk from sql/queries/; edit there. */" > to
    print "#ifndef NP_QUERY_TABLE_H" > to
    print "#define NP_QUERY_TABLE_H\n" > to
    print "#include \"np_query.h\"\n" > to
    print "enum {" > to
    for (i = 0; i < total; i++)
        print "    NP_QUERY_" toupper(name[i]) "," > to
    print "    NP_QUERY_COUNT\n};" > to
    for (i = 0; i < total; i++) {
        print "\n/* " name[i] ": " comment(purpose[i]) > to
        for (k = 0; k < params[i]; k++)
            print " * param " param_line[i, k] > to
        print " */" > to
        if (columns[i] == 0)
            continue
        print "enum {" > to
        for (k = 0; k < columns[i]; k++) {
            split(column_line[i, k], parts, " ")
            print "    " toupper(name[i] "_" parts[1]) "," > to
        }
        print "    " toupper(name[i]) "__COLUMNS\n};" > to
    }
    print "\n#endif" > to
    close(to)
}

function comment(text) {
    gsub(/\*\//, "* /", text)
    return text
}

function write_fields(to, i, kind, lines, count,    k, parts) {
    if (count == 0)
        return
    print "static const np_field_t " name[i] "_" kind "[] = {" > to
    for (k = 0; k < count; k++) {
        split(lines[i, k], parts, " ")
        print "    {\"" parts[1] "\", " types[parts[2]] "}," > to
    }
    print "};" > to
}

function write_source(to,    i, n, k, lines) {
    print "/* Made by queries.awk from sql/queries/; edit there. */" > to
    print "#include \"np_query_table.h\"\n" > to
    print "#include <stddef.h>\n" > to
    for (i = 0; i < total; i++) {
        write_fields(to, i, "params", param_line, params[i])
        write_fields(to, i, "columns", column_line, columns[i])
    }
    print "\nconst int np_query_count = NP_QUERY_COUNT;\n" > to
    print "const np_query_t np_queries[] = {" > to
    for (i = 0; i < total; i++) {
        print "    {NP_QUERY_" toupper(name[i]) ", \"" name[i] "\"," > to
        printf "     \"/* newsportal %s */", name[i] > to
        n = split(sql[i], lines, "\n")
        for (k = 1; k <= n; k++)
            printf "%s%s", (k == 1 ? " " : "\\n\"\n     \""), quoted(lines[k]) > to
        print "\"," > to
        print "     " params[i] ", " columns[i] ", " \
            (params[i] ? name[i] "_params" : "NULL") ", " \
            (columns[i] ? name[i] "_columns" : "NULL") "}," > to
    }
    print "};" > to
    close(to)
}

END {
    finish_file()
    if (total == 0 && !problems)
        problem("queries.awk", 0, "no query files")
    if (problems)
        exit 1
    write_header(out "/np_query_table.h")
    write_source(out "/np_query_table.c")
}
