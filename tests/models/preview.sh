#!/bin/sh
# preview.sh - renders every sample model with a theme, for designers: no server, no module.
#
#     tests/models/preview.sh [-t THEME] FOLDER
#
# writes FOLDER/<model>.html, the theme's assets, and index.html with a link to each. Not used at run
# time. It is xsltproc that writes the HTML here, so a second charset declaration or stray end
# tags in the files are its own; the module's writer makes none.
set -eu

theme=default
if [ "${1:-}" = -t ]; then theme=$2; shift 2; fi
[ $# -eq 1 ] || { echo "usage: $0 [-t THEME] FOLDER" >&2; exit 2; }
models=$(cd "$(dirname "$0")" && pwd)
themes=$(cd "$models/../../htdocs/themes" && pwd)
mkdir -p "$1/assets" "$1/pictures"
out=$(cd "$1" && pwd)

# The theme and its parents, child first.
stack=
name=$theme
while [ -n "$name" ]; do
    [ -f "$themes/$name/theme.xml" ] || { echo "no theme '$name' in $themes" >&2; exit 1; }
    stack="$stack $name"
    name=$(xmllint --xpath 'string(/theme/@parent)' "$themes/$name/theme.xml")
done

# first FILE: the first theme of the stack that has it.
first() {
    for t in $stack; do
        if [ -f "$themes/$t/$1" ]; then echo "$themes/$t/$1"; return; fi
    done
    echo "no $1 in:$stack" >&2
    exit 1
}

reversed=
for t in $stack; do reversed="$t $reversed"; done
for t in $reversed; do
    [ ! -d "$themes/$t/assets" ] || cp -R "$themes/$t/assets/." "$out/assets/"
done
cp "$models"/pictures/*.svg "$out/pictures/"

index="$out/index.html"
printf '<!DOCTYPE html>\n<meta charset="UTF-8">\n<title>Preview</title>\n<ul>\n' >"$index"
for model in "$models"/*.xml; do
    page=$(basename "$model" .xml)
    variant=$(xmllint --xpath 'string(/page/@variant)' "$model")
    language=$(xmllint --xpath 'string(/page/@lang)' "$model")
    messages=$(first "messages/$language.xml")
    sheet=$(first "xsl/$variant.xsl")
    # An asset that only a child theme has is unknown to the models; the module would list it.
    extra=
    [ ! -f "$out/assets/css/theme.css" ] || extra='<asset name="css/theme.css" href=""/></theme>'
    { if [ -n "$extra" ]; then sed "s|</theme>|$extra|" "$model"; else cat "$model"; fi; } |
        xsltproc --nonet --stringparam messages "$(dirname "$messages")" "$models/preview.xsl" - |
        xsltproc --nonet -o "$out/$page.html" "$sheet" -
    printf '<li><a href="%s.html">%s</a>\n' "$page" "$page" >>"$index"
done
echo '</ul>' >>"$index"
echo "$index"
