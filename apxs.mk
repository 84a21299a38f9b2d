# apxs.mk - builds, installs, demonstrates and tests mod_newsportal. Use: make -f apxs.mk [target]
#
#   all          the module and the sender of messages: build/mod_newsportal.so, build/newsportal-notify
#   deps         installs what is missing for building (Debian packages)
#   demo         a running portal; demo-stop ends it, demo-clean also deletes its data
#   demo-sql     SQL from standard input or interactively (DEMO_USER=chief|editor|officer|copyright|web|...)
#   check        every test; check-quick leaves out the slow ones
#   check-mysql  the tests of SQL and HTTP once more, on MySQL from Debian sid, unpacked into the build folder
#   bench        measures against other servers and WordPress, half an hour; bench-quick five minutes
#                (BENCH="--only hot", see tests/bench/bench.py --help)
#   fuzz         hostile input to what reads bodies, forms and text, three minutes each (FUZZ_SECONDS, FUZZERS)
#   lint         clang-tidy, cppcheck, warnings of gcc and clang
#   manual       htdocs/manual/*.html from their sources
#   install      module, sender, themes, sql, manual with its pages and pictures, newsportal.load and newsportal.conf (DESTDIR, prefix)
#   clean        removes the build folder
#
# V=1 shows the commands. BUILD names the build folder; SANITIZE=yes builds with ASan, UBSan and coverage counters.

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

ROOT   := $(patsubst %/,%,$(dir $(abspath $(firstword $(MAKEFILE_LIST)))))
BUILD  ?= $(ROOT)/build
CC     := gcc
APXS   ?= $(firstword $(shell command -v apxs apxs2) apxs)
AWK    ?= awk
PYTHON ?= /usr/bin/python3

DEMO_PORT ?= 8080
DEMO_DIR  ?= $(ROOT)/var/demo
DEMO_USER ?= chief

Q := $(if $(V),,@)

# ---- Sources: np_* knows nothing of httpd, mod_newsportal* is the glue ---------------------------

MOD_SOURCES := \
	mod_newsportal.c \
	mod_newsportal_bucket.c \
	mod_newsportal_child.c \
	mod_newsportal_config.c \
	mod_newsportal_device.c \
	mod_newsportal_directives.c \
	mod_newsportal_form.c \
	mod_newsportal_input.c \
	mod_newsportal_media.c \
	mod_newsportal_notify.c \
	mod_newsportal_output.c \
	mod_newsportal_secret.c \
	mod_newsportal_shared.c \
	mod_newsportal_status.c \
	mod_newsportal_values.c

# The sender of messages is a program of its own: libcurl is never loaded into httpd.
NOTIFY_SOURCES := newsportal_notify.c newsportal_notify_program.c newsportal_notify_smtp.c

NP_SOURCES := $(sort $(patsubst $(ROOT)/mod_newsportal/%,%,$(wildcard $(ROOT)/mod_newsportal/np_*.c)))

UNIT_TESTS := $(sort $(patsubst $(ROOT)/tests/unit/%.c,%,$(wildcard $(ROOT)/tests/unit/test_*.c)))

# ---- Flags: asked of the tools, and only when something is going to be compiled ------------------

NO_COMPILE := clean deps manual demo demo-stop demo-clean demo-sql check check-quick check-mysql bench bench-quick lint fuzz
ifneq ($(filter-out $(NO_COMPILE),$(or $(MAKECMDGOALS),all)),)
ifneq ($(shell command -v $(APXS)),)
APR_CFLAGS   := $(shell $(APXS) -q EXTRA_CPPFLAGS) -isystem $(shell $(APXS) -q APR_INCLUDEDIR)
HTTPD_CFLAGS := -isystem $(shell $(APXS) -q INCLUDEDIR)
LIBEXECDIR   := $(shell $(APXS) -q LIBEXECDIR)
endif
LIB_PACKAGES := libxml-2.0 libxslt libexslt icu-i18n icu-uc zlib libbrotlienc nettle
LIB_CFLAGS   := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(LIB_PACKAGES) 2>/dev/null) \
                $(shell mariadb_config --include 2>/dev/null || mysql_config --include 2>/dev/null))
LIB_LIBS     := $(shell pkg-config --libs $(LIB_PACKAGES) 2>/dev/null) -lmd4c -lm \
                $(shell mariadb_config --libs 2>/dev/null || mysql_config --libs 2>/dev/null)
CURL_LIBS    := $(shell pkg-config --libs libcurl 2>/dev/null || echo -lcurl)
APR_LIBS     := $(shell apr-1-config --link-ld --libs 2>/dev/null) $(shell apu-1-config --link-ld 2>/dev/null)
endif

WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wconversion \
            -Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wvla
OPTIMIZE := -O2 -g -D_FORTIFY_SOURCE=2
ifeq ($(SANITIZE),yes)
OPTIMIZE := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined \
            -fno-omit-frame-pointer --coverage -fno-lto
LINK_SANITIZE := -fsanitize=address,undefined --coverage
else ifeq ($(SANITIZE),fuzz)
OPTIMIZE := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined \
            -fno-omit-frame-pointer
LINK_SANITIZE := -fsanitize=address,undefined
else ifneq ($(SANITIZE),)
$(error SANITIZE is "$(SANITIZE)": it may be yes, fuzz, or left out)
endif
CFLAGS_ALL = -std=gnu11 -fPIC -pthread $(OPTIMIZE) -fstack-protector-strong -fvisibility=hidden \
             $(WARNINGS) $(WERROR) $(CFLAGS) -I$(ROOT)/mod_newsportal -I$(BUILD) $(LIB_CFLAGS) $(APR_CFLAGS)
LDFLAGS_ALL = $(LDFLAGS) -Wl,-z,relro,-z,now $(LINK_SANITIZE) -pthread

# ---- Module --------------------------------------------------------------------------------------

MOD_OBJECTS := $(MOD_SOURCES:%.c=$(BUILD)/%.o)
NP_OBJECTS  := $(NP_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/np_query_table.o
QUERIES     := $(sort $(wildcard $(ROOT)/sql/queries/*.sql))

.PHONY: all deps demo demo-stop demo-clean demo-sql check check-quick check-mysql bench bench-quick lint fuzz manual install clean unit
all: $(BUILD)/mod_newsportal.so $(BUILD)/newsportal-notify

$(BUILD)/mod_newsportal.so: $(MOD_OBJECTS) $(BUILD)/libnewsportal.a
	@echo "  link  $(@F)"
	$(Q)$(CC) -shared $(LDFLAGS_ALL) -Wl,--no-undefined-version -o $@ $(MOD_OBJECTS) \
	      -Wl,--whole-archive $(BUILD)/libnewsportal.a -Wl,--no-whole-archive $(LIB_LIBS)

$(BUILD)/newsportal-notify: $(NOTIFY_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/libnewsportal.a
	@echo "  link  $(@F)"
	$(Q)$(CC) $(LDFLAGS_ALL) -Wl,--as-needed -o $@ $^ $(CURL_LIBS) $(LIB_LIBS) $(APR_LIBS)

$(BUILD)/libnewsportal.a: $(NP_OBJECTS)
	$(Q)rm -f $@ && ar rcs $@ $(NP_OBJECTS)

$(BUILD)/%.o: $(ROOT)/mod_newsportal/%.c $(BUILD)/np_query_table.h | $(BUILD)
	@echo "  cc    $(*F).c"
	$(Q)$(CC) $(CFLAGS_ALL) $(if $(filter mod_%,$*),$(HTTPD_CFLAGS)) -MMD -MP -c -o $@ $<

$(BUILD)/np_query_table.o: $(BUILD)/np_query_table.c $(BUILD)/np_query_table.h
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# The folder's listing is a prerequisite too: a query that was deleted must leave the table.
$(BUILD)/np_query_table.h $(BUILD)/np_query_table.c &: \
		$(QUERIES) $(ROOT)/sql/queries $(ROOT)/mod_newsportal/queries.awk | $(BUILD)
	@echo "  awk   np_query_table ($(words $(QUERIES)) queries)"
	$(Q)$(AWK) -v out=$(BUILD) -f $(ROOT)/mod_newsportal/queries.awk $(QUERIES)

$(BUILD) $(BUILD)/unit:
	$(Q)mkdir -p $@

-include $(wildcard $(BUILD)/*.d $(BUILD)/unit/*.d)

# ---- Unit tests: each a program of its own, linked with the objects that the module ships --------

unit: $(UNIT_TESTS:%=$(BUILD)/unit/%) $(BUILD)/unit/body_tool

COMPILE_TEST = $(CC) $(CFLAGS_ALL) -MMD -MP $(LDFLAGS_ALL) -DTEST_DATA='"$(ROOT)/tests/unit/data"' \
               -DTEST_ROOT='"$(ROOT)"'
TEST_LIBS    = $(BUILD)/libnewsportal.a -lcmocka $(LIB_LIBS) $(APR_LIBS)

$(BUILD)/unit/%: $(ROOT)/tests/unit/%.c $(BUILD)/libnewsportal.a | $(BUILD)/unit
	@echo "  test  $(*F)"
	$(Q)$(COMPILE_TEST) -o $@ $< $(TEST_LIBS)

# A file of the httpd side by itself; its test plays httpd.
$(BUILD)/unit/test_mod_%: $(ROOT)/tests/unit/test_mod_%.c $(BUILD)/mod_%.o $(BUILD)/libnewsportal.a | $(BUILD)/unit
	@echo "  test  test_mod_$(*F)"
	$(Q)$(COMPILE_TEST) $(HTTPD_CFLAGS) -o $@ $< $(BUILD)/mod_$*.o $(TEST_LIBS)

# ---- Commands (their names are a contract) -------------------------------------------------------

DEPS := $(ROOT)/conf/demo/deps.sh
SELF  = $(MAKE) --no-print-directory -f $(ROOT)/apxs.mk BUILD=$(BUILD)
DEMO  = DEMO_PORT="$(DEMO_PORT)" DEMO_DIR="$(DEMO_DIR)" DEMO_USER="$(DEMO_USER)" BUILD="$(BUILD)" \
        $(ROOT)/conf/demo/demo.sh

deps:
	@$(DEPS) build

# Built by a make of its own: the tools it asks for flags may only just have been installed.
demo:
	@$(DEPS) build demo
	@$(SELF) all
	@$(DEMO) start

demo-stop:
	@$(DEMO) stop

demo-clean:
	@$(DEMO) clean

demo-sql:
	@$(DEMO) sql

check check-quick:
	@$(DEPS) build demo check
	@$(SELF) all unit
	@$(if $(filter check,$@),$(SELF) BUILD=$(BUILD)/sanitize SANITIZE=yes all unit)
	@$(PYTHON) $(ROOT)/tests/run.py --build $(BUILD) $(if $(filter check-quick,$@),--quick)

# NEWSPORTAL_TEST_DB names another mysqld than Debian's, for example one of 8.4.
check-mysql:
	@$(DEPS) build demo check
	@$(SELF) all
	@$(if $(NEWSPORTAL_TEST_DB),,$(ROOT)/tests/lib/mysql.sh $(BUILD)/mysql)
	@NEWSPORTAL_TEST_DB="$(or $(NEWSPORTAL_TEST_DB),$(BUILD)/mysql/mysqld)" \
	    $(PYTHON) $(ROOT)/tests/run.py --build $(BUILD) --database

bench bench-quick:
	@$(DEPS) build demo bench
	@$(SELF) all
	@$(PYTHON) $(ROOT)/tests/bench/bench.py --build $(BUILD) $(if $(filter bench-quick,$@),--quick) $(BENCH)

# clang's, because libFuzzer is. What was found to be interesting stays in the build folder; a failure leaves the input
# beside it, to be given to the fuzzer as its only argument.
FUZZERS      ?= $(sort $(patsubst $(ROOT)/tests/fuzz/fuzz_%.c,%,$(wildcard $(ROOT)/tests/fuzz/fuzz_*.c)))
FUZZ_SECONDS ?= 180
fuzz:
	@$(DEPS) build check
	+@$(SELF) BUILD=$(BUILD)/fuzz CC=clang SANITIZE=fuzz fuzz-run

.PHONY: fuzz-run
fuzz-run: $(FUZZERS:%=$(BUILD)/unit/fuzz_%)
	@for fuzzer in $(FUZZERS); do \
	    mkdir -p $(BUILD)/corpus/$$fuzzer; \
	    dict=$(ROOT)/tests/fuzz/$$fuzzer.dict; [ -e $$dict ] && dict=-dict=$$dict || dict=; \
	    $(BUILD)/unit/fuzz_$$fuzzer -max_total_time=$(FUZZ_SECONDS) -timeout=10 -print_final_stats=1 -verbosity=1 $$dict \
	        -artifact_prefix=$(BUILD)/corpus/$$fuzzer- \
	        $(BUILD)/corpus/$$fuzzer $(ROOT)/tests/fuzz/corpus/$$fuzzer || exit 1; \
	done

$(BUILD)/unit/fuzz_%: $(ROOT)/tests/fuzz/fuzz_%.c $(BUILD)/libnewsportal.a | $(BUILD)/unit
	@echo "  fuzz  fuzz_$*"
	$(Q)$(COMPILE_TEST) -fsanitize=fuzzer -o $@ $< $(TEST_LIBS)

# Every warning of both compilers is an error here, clang-tidy and cppcheck must be silent. Both look
# only at what changed since they were last silent: a stamp is older than clang's object when the file
# or a header of it changed, cppcheck keeps its own records. `make -j2` runs two clang-tidy at a time.
LINT_STAMPS = $(patsubst $(ROOT)/mod_newsportal/%.c,$(BUILD)/lint-tidy/%.silent,$(wildcard $(ROOT)/mod_newsportal/*.c))
lint:
	@$(DEPS) build check
	+@$(SELF) lint-run

.PHONY: lint-run lint-tidy
lint-run:
	+@$(SELF) BUILD=$(BUILD)/lint-gcc WERROR=-Werror all unit
	+@$(SELF) BUILD=$(BUILD)/lint-clang CC=clang WERROR=-Werror all unit
	+@$(SELF) lint-tidy
	@echo "  cppcheck"
	@mkdir -p $(BUILD)/lint-cppcheck
	$(Q)cppcheck --quiet --error-exitcode=1 --std=c11 --inline-suppr --library=posix \
	    --enable=warning,performance,portability --suppress=missingIncludeSystem \
	    --cppcheck-build-dir=$(BUILD)/lint-cppcheck \
	    -I$(ROOT)/mod_newsportal -I$(BUILD)/lint-clang $(ROOT)/mod_newsportal

lint-tidy: $(LINT_STAMPS)

$(BUILD)/lint-tidy/%.silent: $(BUILD)/lint-clang/%.o $(ROOT)/.clang-tidy
	@mkdir -p $(@D)
	@echo "  tidy  $*.c"
	$(Q)clang-tidy --quiet --warnings-as-errors='*' $(ROOT)/mod_newsportal/$*.c -- \
	    $(filter-out -fstack-protector-strong,$(CFLAGS_ALL)) $(HTTPD_CFLAGS) -I$(BUILD)/lint-clang \
	    > $(@:.silent=.says) 2>&1 || { cat $(@:.silent=.says); exit 1; }
	@touch $@

# ---- Manual: what is installed lies in the tree, so that nobody needs xsltproc to read it -----------

MANUAL_PAGES := $(sort $(wildcard $(ROOT)/htdocs/manual/*.xml $(ROOT)/htdocs/manual/editors/*.xml))

manual:
	@command -v xsltproc >/dev/null || { echo "xsltproc is needed (Debian: apt install xsltproc)"; exit 1; }
	@for page in $(patsubst $(ROOT)/htdocs/manual/%.xml,%,$(MANUAL_PAGES)); do \
	    echo "  xslt  $$page.html"; \
	    (cd $(ROOT)/htdocs/manual && xsltproc --nonet -o $$page.html style/manual.xsl $$page.xml) || exit 1; \
	done

# ---- Install -------------------------------------------------------------------------------------

prefix    ?= /usr
datadir   ?= $(prefix)/share/newsportal
docdir    ?= $(prefix)/share/doc/newsportal
APACHE_CONF ?= /etc/apache2

# The paths as the sources write them; an installed file names the real ones. The module knows one
# place for its themes, which is also what `# Default:` says: with another datadir the installed
# newsportal.conf has NewsPortalTheme in use. So the module need not be built anew for another prefix.
# "^." stands for the "#" of a comment, which would begin one here.
WRITTEN_DATADIR    := /usr/share/newsportal
WRITTEN_LIBEXECDIR := /usr/lib/apache2/modules
INSTALLED_LOAD = sed 's|$(WRITTEN_LIBEXECDIR)/|$(LIBEXECDIR)/|' $(ROOT)/conf/newsportal.load
INSTALLED_CONF = sed \
    -e 's|htdocs/manual/|$(docdir)/manual/|g; s|sql/install\.sh|$(datadir)/sql/install.sh|' \
    -e '/^. Default:/!s|$(WRITTEN_DATADIR)/|$(datadir)/|' \
    $(if $(filter-out $(WRITTEN_DATADIR),$(datadir)),-e 's|^.NewsPortalTheme |NewsPortalTheme |') \
    $(ROOT)/conf/newsportal.conf

# The manual lies beside the installed README.
INSTALLED_README = sed 's|](htdocs/manual/|](manual/|g; s|src="htdocs/manual/|src="manual/|g' $(ROOT)/README.md

# $(call install_tree,FOLDER,DESTINATION): readable for everybody, whatever umask the sources came with.
install_tree = (cd $(1) && find . -type f ! -name '.*') | while read -r file; do \
    install -D -m 644 "$(1)/$$file" "$(DESTDIR)$(2)/$$file" || exit 1; done

# apxs -i knows where modules go but not DESTDIR, and edits no configuration unless asked (-a).
install: all
	@if [ -n "$(DESTDIR)" ]; then \
	    install -D -m 644 $(BUILD)/mod_newsportal.so $(DESTDIR)$(LIBEXECDIR)/mod_newsportal.so; \
	else \
	    $(APXS) -i -n newsportal $(BUILD)/mod_newsportal.so; \
	fi
	install -D -m 755 $(BUILD)/newsportal-notify $(DESTDIR)$(LIBEXECDIR)/newsportal-notify
	$(call install_tree,$(ROOT)/sql,$(datadir)/sql)
	chmod 755 "$(DESTDIR)$(datadir)/sql/install.sh"
	$(call install_tree,$(ROOT)/htdocs/themes,$(datadir)/themes)
	$(call install_tree,$(ROOT)/htdocs/manual,$(docdir)/manual)
	install -m 644 $(ROOT)/LICENSE "$(DESTDIR)$(docdir)/"
	@$(INSTALLED_README) > "$(DESTDIR)$(docdir)/README.md" && chmod 644 "$(DESTDIR)$(docdir)/README.md"
	install -d "$(DESTDIR)$(APACHE_CONF)/mods-available"
	@cd "$(DESTDIR)$(APACHE_CONF)/mods-available" || exit 1; conf=newsportal.conf; \
	if [ -e newsportal.conf ]; then \
	    conf=newsportal.conf.new; \
	    echo "newsportal.conf exists and was kept; the new reference is newsportal.conf.new beside it"; \
	fi; \
	$(INSTALLED_LOAD) > newsportal.load && $(INSTALLED_CONF) > $$conf && \
	    chmod 644 newsportal.load $$conf

clean:
	rm -rf $(BUILD)
