#!/bin/sh
# check.sh - checks the sample models, the default theme's messages and what the sheets make of them,
# with xsltproc alone (the module's own tests come after). Prints each fault; exit status 1 if any.
set -u

models=$(cd "$(dirname "$0")" && pwd)
themes=$(cd "$models/../../htdocs/themes" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
faults=0
fault() { echo "FAULT: $*"; faults=$((faults + 1)); }

# The models follow the contract.
jing "$themes/page.rng" "$models"/*.xml 2>/dev/null || fault "models are not valid against page.rng"

# Every language has the same keys with the same placeholders, each once, none empty.
table() {
    xmllint --noblanks --xpath '//message' "$1" | sed 's/<\/message>/\n/g' |
        sed -n 's/^ *<message key="\([^"]*\)">/\1\t/p' | sort
}
for language in zh-Hans ko en; do
    table "$themes/default/messages/$language.xml" >"$work/$language"
    cut -f1 "$work/$language" >"$work/$language.keys"
    uniq -d "$work/$language.keys" | grep . && fault "$language: key given twice"
    grep -P '\t\s*$' "$work/$language" && fault "$language: empty message"
done

# fills PLACEHOLDER LANGUAGE: the keys whose message has it.
fills() { grep -F "{$1}" "$work/$2" | cut -f1; }
for language in zh-Hans ko; do
    diff "$work/en.keys" "$work/$language.keys" || fault "$language: other keys than en"
    # A month's name is a matter of language; everything else must be said in all of them.
    for name in n name site year day hour minute; do
        [ "$(fills $name en)" = "$(fills $name $language)" ] || fault "$language: other use of {$name} than en"
    done
done

# Every key that a sheet names is there: whole names, and names put together from a beginning and the
# words that the contract allows at its end.
values() {
    xmllint --xpath "//*[local-name()='define'][@name='$1']//*[local-name()='attribute'][@name='$2']//*[local-name()='value']/text()" \
        "$themes/page.rng" | tr -s ' \n' '\n' | sort -u
}
ends() {
    case $1 in
    error-) values error reason | sed 's/.*/&-title\n&-text/'; printf '%s\n' removed-bare-text ask ask-removed ask-database ;;
    phone-) values site kind ;;
    links-) printf '%s\n' friend app service plaza ;; # footer needs no heading, the hotline's is its phone's
    store-) values app kind ;;
    case-) values case state ;;
    hotline-next-) values case state ;;
    phase-) printf '%s\n' open overdue answered rejected ;; # define case-phase
    way-) printf '%s\n' phase kind agency region ;;
    problem-) values control problem ;;
    notice-) values form-page reason ;;
    form-) form_names form-page | sed 's/.*/&-title/'; form_names form-page | sed 's/.*/&-intro/' | said form-; form_names form | sed 's/.*/&-submit\n&-head/' | said form- ;;
    receipt-) cat "$models"/*.xml | grep -oE '<receipt name="[a-z-]+"' | sed 's/.*="//; s/"//' | sort -u >"$work/receipts"; sed 's/$/-title/' "$work/receipts"; sed 's/.*/&-number\n&-follow/' "$work/receipts" | said receipt- ;;
    field-) field_names; field_names | sed 's/.*/&-hint/' | said field- ;;
    option-) option_names ;;
    own-) values own-notice state ;;
    bound-) printf '%s\n' from to ;;
    claim-) xmllint --xpath "//*[local-name()='define'][@name='claim-outcome']//*[local-name()='value']/text()" "$themes/page.rng" | tr -s ' \n' '\n' | sort -u ;;
    option-right-) xmllint --xpath "//*[local-name()='define'][@name='claim-kind']//*[local-name()='value']/text()" "$themes/page.rng" | tr -s ' \n' '\n' | sort -u ;;
    item-) values claim-item kind ;;
    rating-) printf '%s\n' yes no ;;
    neighbour- | archive-) printf '%s\n' newer older ;;
    month-) seq 12 ;;
    weekday- | weekday-short-) seq 7 ;;
    language-) for l in zh-Hans zh ko en; do echo $l; done ;;
    *) return 1 ;;
    esac
}
# Forms, controls without words of their own, and choices without: as the sample models have them; FORM-CONTROL, CONTROL-VALUE.
form_names() { cat "$models"/*.xml | grep -oE "<$1 name=\"[a-z-]+\"" | sed 's/.*="//; s/"//' | sort -u; }
names_without_words() {
    cat "$models"/*.xml | tr '\n' ' ' | sed 's/<\(form\|control\|option\) /\n&/g' |
        awk -F'"' '/^<form / { form = $2 }
            /^<control / { control = $2; if (!/type="hidden"/ && !/<label>/) print "field", form "-" control }
            /^<option / && /^<option [^>]*(\/>|><\/option>)/ { print "option", control "-" $2 }' | sort -u
}
field_names() { names_without_words | sed -n 's/^field //p'; }
option_names() { names_without_words | sed -n 's/^option //p'; }
# Of the keys on standard input, which may be left out, those that are there.
said() { while read -r end; do grep -qx -- "$1$end" "$work/en.keys" && echo "$end"; done; return 0; }
{
    grep -rhoE "key\('message', '[a-z-]+'\)" "$themes/default/xsl" | sed "s/.*, '//; s/').*//"
    grep -rhoE "name=\"(key|form|name)\" select=\"'[a-z-]+'" "$themes/default/xsl" | grep -v "name=\"name\"" | sed "s/.*select=\"'//; s/'.*//"
} | sort -u >"$work/named"
grep -rhoE "concat\('[a-z-]+-', " "$themes/default/xsl" | sed "s/concat('//; s/', //" | sort -u | grep -vE '^(level|state)-$' >"$work/beginnings"
while read -r beginning; do
    ends "$beginning" >"$work/ends" || fault "sheets put keys together from '$beginning': check.sh does not know its ends"
    sed "s/^/$beginning/" "$work/ends"
done <"$work/beginnings" >"$work/composed"
sort -u "$work/named" "$work/composed" | comm -23 - "$work/en.keys" | grep . && fault "sheets name these keys, messages lack them"

# No key without use: not named, not put together, not a word between tags or quotes of a sheet.
while read -r key; do
    grep -qrE -e "['>]$key['<]" "$themes/default/xsl" || echo "$key"
done <"$work/en.keys" | sort >"$work/not-named"
sort -u "$work/composed" | comm -13 - "$work/not-named" | grep . && fault "no sheet uses these keys"

# Every model becomes a page with both themes: one main, one h1, no placeholder left, nothing inline.
for theme in default spring; do
    "$models/preview.sh" -t "$theme" "$work/$theme" >"$work/log" 2>&1 || { cat "$work/log"; fault "preview with $theme failed"; }
    grep -v 'index.html$' "$work/log" && fault "xsltproc complained with $theme"
    for page in "$work/$theme"/*.html; do
        name=$(basename "$page" .html)
        [ "$name" != index ] || continue
        grep -q '<main id="main"' "$page" || fault "$theme/$name: no main"
        [ "$(grep -o '<h1' "$page" | wc -l)" = 1 ] || fault "$theme/$name: not exactly one h1"
        grep -oE '\{[a-z-]+\}' "$page" && fault "$theme/$name: a placeholder is left"
        grep -qE ' style=|<style|<script>| on[a-z]+=' "$page" && fault "$theme/$name: inline style or script"
        grep -qE '(aria-label|href|src)=""' "$page" && fault "$theme/$name: empty attribute"
    done
done

# A title arrives whole, and as text.
for page in "$work"/default/article-*.html; do
    model="$models/$(basename "$page" .html).xml"
    [ "$(xmllint --html --xpath 'string(//main//h1)' "$page" 2>/dev/null)" = "$(xmllint --xpath 'string(//article/title)' "$model")" ] ||
        fault "$(basename "$page"): other title than in the model"
done

# JSON for machines is JSON, whatever the title holds.
for page in "$work"/default/article-*.html; do
    sed -n 's/.*<script type="application\/ld+json">\(.*\)<\/script>.*/\1/p' "$page" |
        /usr/bin/python3 -c 'import json,sys; json.load(sys.stdin)["@graph"][0]["headline"]' 2>/dev/null ||
        fault "$(basename "$page"): JSON-LD cannot be read"
done

# The script stays small, and neither script nor style sheets ask another host for anything.
[ "$(wc -c <"$themes/default/assets/js/portal.js")" -le 3072 ] || fault "portal.js is larger than 3 KB"
grep -rnE '@import|url\(|https?://' "$themes"/*/assets/css "$themes"/*/assets/js && fault "style sheets or script lead elsewhere"

# What a pattern does not see.
for theme in default spring; do
    /usr/bin/python3 -B "$models/look.py" "$work/$theme" || fault "$theme: see above"
done

# Elements of a later model version are silent, and a page kind that the theme does not know says so.
for variant in desktop mobile; do
    sed 's|<error .*|<surprise kind="x">RAW GARBAGE<title>RAW GARBAGE</title></surprise>|; s|<navigation>|&RAW GARBAGE<surprise>RAW GARBAGE</surprise>|' \
        "$models/error-unknown-$variant-zh.xml" |
        xsltproc --nonet --stringparam messages "$themes/default/messages" "$models/preview.xsl" - |
        xsltproc --nonet "$themes/default/xsl/$variant.xsl" - >"$work/unknown.html"
    grep -q 'RAW GARBAGE' "$work/unknown.html" && fault "$variant: text of an unknown element was printed"
    grep -q 'class="nothing"' "$work/unknown.html" || fault "$variant: an unknown page kind says nothing"
done

if [ "$faults" = 0 ]; then echo "models and default theme: no fault"; else echo "$faults faults"; exit 1; fi
