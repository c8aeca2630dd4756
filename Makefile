# consultd. `make help` lists what can be made.
#
# One archive a folder, in the order of ARCHITECTURE.md: a folder links against
# those above it alone, so a call in the wrong direction does not even link.

B       ?= build
V       ?= release
PREFIX  ?= /usr/local
ifeq ($(origin CC),default)
CC      := gcc
endif
# A file has one name here, or what is known of its headers would be lost.
override B := $(patsubst $(CURDIR)/%,%,$(B))
OUT     := $(B)/$(V)
FOLDERS := base parser lookup answer reply store desk daemon

VERSION := $(shell cat VERSION)
PKGS    := glib-2.0 gmime-3.0 libxml-2.0 sqlite3 libpcre2-8 libcurl inih \
           libseccomp libsystemd gnutls libarchive poppler-glib libytnef
ifneq ($(filter-out deps demo check lint fuzz bench help clean,$(or $(MAKECMDGOALS),all)),)
ifneq ($(shell pkg-config --exists $(PKGS) 2>/dev/null && echo found),found)
$(error Libraries are missing: 'make deps' installs them, as root or with sudo)
endif
endif
# libetpan's own flags would make a non-PIE program: plain -letpan instead.
LIBS    := $(filter-out -Wl%,$(shell pkg-config --libs $(PKGS) 2>/dev/null)) -letpan -lpthread

WARN    := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes \
           -Wpointer-arith -Wwrite-strings -Wformat=2 -Wvla -Wundef \
           -Wno-format-nonliteral
HARDEN  := -fPIE -fstack-protector-strong -fstack-clash-protection \
           -D_FORTIFY_SOURCE=2 -fcf-protection
LDHARD  := -pie -Wl,--as-needed -Wl,-z,relro,-z,now,-z,noexecstack
ifeq ($(V),asan)
MODE    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined \
           -fno-sanitize-recover=undefined -fPIE -DTEST_BUILD -DSANITIZED
LDMODE  := -fsanitize=address,undefined -pie
else ifeq ($(V),test)
MODE    := -O2 -g $(HARDEN) -DTEST_BUILD
LDMODE  := $(LDHARD)
else ifeq ($(V),fuzz)
CC      := clang
MODE    := -O1 -g -fno-omit-frame-pointer -fPIE -DTEST_BUILD -DSANITIZED \
           -fsanitize=fuzzer-no-link,address,undefined
LDMODE  := -fsanitize=fuzzer,address,undefined -pie
else
MODE    := -O2 -g $(HARDEN)
LDMODE  := $(LDHARD)
endif
OUR     := -std=c11 -D_GNU_SOURCE -iquote include -DVERSION='"$(VERSION)"' \
           -DPREFIX='"$(PREFIX)"' $(WARN) $(MODE) \
           $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')

objects  = $(patsubst %.c,$(OUT)/%.o,$(filter-out daemon/consultd.c daemon/jail_main.c,$(wildcard $(1)/*.c)))
# libbase.a last: what stands lower is linked later.
upto     = $(foreach f,$(shell printf '%s\n' $(FOLDERS) | sed '/^$(1)$$/q' | tac),$(OUT)/lib$(f).a)
ALL_LIBS = $(call upto,daemon)

# A goal may be asked for by its whole path.
$(foreach goal,$(filter $(CURDIR)/$(OUT)/%,$(MAKECMDGOALS)),$(eval $(goal): $(patsubst $(CURDIR)/%,%,$(goal)) ;))

.PHONY: FORCE all deps demo check lint asan fuzz eval bench install clean help
all: consultd consultctl $(OUT)/consultd-jail $(OUT)/lookup.db ## build consultd, consultctl and lookup.db

consultd consultctl: %: $(OUT)/%
	@ln -sf $< $@

$(OUT)/consultd: $(OUT)/daemon/consultd.o $(ALL_LIBS)
	$(CC) $(LDMODE) $(LDFLAGS) -o $@ $^ $(LIBS)
$(OUT)/consultctl: $(call objects,tools) $(ALL_LIBS)
	$(CC) $(LDMODE) $(LDFLAGS) -o $@ $^ $(LIBS)

# What jails are forked from: small, so with no library that it does not use.
$(OUT)/consultd-jail: $(OUT)/daemon/jail_main.o $(ALL_LIBS)
	$(CC) $(LDMODE) -Wl,--as-needed $(LDFLAGS) -o $@ $^ $(LIBS)

# In a source tree consultctl finds data and templates beside itself.
DATA := $(shell find data -name '*.tsv')
$(OUT)/lookup.db: $(OUT)/consultctl $(OUT)/consultd-jail $(DATA)
	@ln -sfn $(CURDIR)/templates $(OUT)/templates
	@ln -sfn $(CURDIR)/data $(OUT)/data
	@$(OUT)/consultctl import -o $@ data >/dev/null

define folder_rule
$(OUT)/lib$(1).a: $(call objects,$(1))
	@rm -f $$@
	@ar rcs $$@ $$^
endef
$(foreach f,$(FOLDERS),$(eval $(call folder_rule,$(f))))

# What is compiled in: another PREFIX makes the objects anew.
$(OUT)/made-for: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(PREFIX) $(VERSION)' | cmp -s - $@ || \
	    echo '$(CC) $(PREFIX) $(VERSION)' >$@
$(OUT)/%.o: %.c Makefile $(OUT)/made-for
	@mkdir -p $(@D)
	$(CC) $(OUR) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
# Schemas are taken in by the assembler, of which -MMD knows nothing.
$(OUT)/lookup/schema.o: lookup/schema.sql
$(OUT)/store/schema.o: store/schema.sql

# --- tests ------------------------------------------------------------------
# tests/unit/FOLDER/test_NAME.c links FOLDER and what stands below it.
UNITS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/*/test_*.c))
.SECONDEXPANSION:
$(UNITS): $(OUT)/unit/%: $(OUT)/tests/unit/%.o $$(call upto,$$(firstword $$(subst /, ,$$*)))
	@mkdir -p $(@D)
	$(CC) $(LDMODE) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka -ljansson

.PHONY: units unit
units: $(UNITS) $(OUT)/consultd-jail
# Tests reach into what a release does not have (-DTEST_BUILD).
ifeq ($(V),release)
unit: ## run the unit tests
	@$(MAKE) --no-print-directory V=test unit
else
unit: units
	@scripts/run-units $(UNITS)
endif

# Programs of the live tests and of the benchmarks: all archives linked in.
$(OUT)/live/%: $(OUT)/tests/live/%.o $(ALL_LIBS) | $(OUT)/consultd-jail
	@mkdir -p $(@D)
	$(CC) $(LDMODE) $(LDFLAGS) -o $@ $^ $(LIBS)
$(OUT)/bench/%: $(OUT)/tests/bench/%.o $(ALL_LIBS) | $(OUT)/consultd-jail
	@mkdir -p $(@D)
	$(CC) $(LDMODE) $(LDFLAGS) -o $@ $^ $(LIBS)

# --- what a user of the tree calls -------------------------------------------
deps: ## install what is missing, by package name (root or sudo)
	@scripts/deps build test demo
demo: ## the whole way on mail servers of its own, in a temporary folder
	@scripts/deps build demo
	@$(MAKE) --no-print-directory -s all
	@scripts/demo
check: ## install what is missing, then run every test
	@scripts/deps build test lint
	@scripts/check
lint: ## format, tidy, cppcheck, include rule, contracts, sizes, man pages
	@scripts/lint
# clang-tidy takes seconds a file: a stamp tells which were clean already.
TIDIED := $(patsubst %.c,$(B)/tidy/%.ok,$(wildcard $(addsuffix /*.c,$(FOLDERS) tools)))
.PHONY: tidy
tidy: $(TIDIED)
$(B)/tidy/%.ok: %.c .clang-tidy $(wildcard include/* */*.h)
	@mkdir -p $(@D)
	@clang-tidy --quiet --warnings-as-errors='*' $< -- $(OUR) -DTEST_BUILD \
	    2>/dev/null && touch $@
asan: ## unit tests with AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory V=asan unit
fuzz: ## build the fuzzers and run each for FUZZ_SECONDS (60)
	@scripts/deps build fuzz
	@$(MAKE) --no-print-directory V=fuzz fuzzers
	@scripts/run-fuzz $(OUT:$(V)=fuzz) $(or $(FUZZ_SECONDS),60)
eval: all ## ask the project's own questions; LOOKUP=FILE: of that database
	@scripts/eval $(OUT) $(LOOKUP)
bench: ## measure, beside the peers, as ratios
	@scripts/deps build test bench
	@$(MAKE) --no-print-directory -s all
	@scripts/bench

FUZZERS := $(patsubst tests/fuzz/%.c,$(OUT)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
.PHONY: fuzzers
fuzzers: $(FUZZERS)
$(OUT)/fuzz/%: $(OUT)/tests/fuzz/%.o $(ALL_LIBS)
	@mkdir -p $(@D)
	$(CC) $(LDMODE) $(LDFLAGS) -o $@ $^ $(LIBS)

D := $(DESTDIR)$(PREFIX)
install: all ## install below $(DESTDIR)$(PREFIX)
	install -d $(D)/sbin $(D)/bin $(D)/libexec/consultd \
	    $(sort $(dir $(addprefix $(D)/share/consultd/,$(DATA)))) \
	    $(D)/share/consultd/templates $(D)/share/man/man1 \
	    $(D)/share/man/man5 $(D)/share/man/man8 \
	    $(D)/share/bash-completion/completions \
	    $(D)/share/doc/consultd $(D)/lib/systemd/system $(D)/lib/sysusers.d
	install -m 755 $(OUT)/consultd $(D)/sbin/
	install -m 755 $(OUT)/consultctl $(D)/bin/
	install -m 755 $(OUT)/consultd-jail $(D)/libexec/consultd/
	install -m 644 data/README.md $(D)/share/consultd/data/
	for f in $(DATA); do install -m 644 $$f $(D)/share/consultd/$$f || exit 1; done
	install -m 644 templates/*.mustache $(D)/share/consultd/templates/
	install -m 644 man/*.1 $(D)/share/man/man1/
	install -m 644 man/*.5 $(D)/share/man/man5/
	install -m 644 man/*.8 $(D)/share/man/man8/
	install -m 644 tools/consultctl.bash \
	    $(D)/share/bash-completion/completions/consultctl
	install -m 644 README.md ARCHITECTURE.md CHANGES $(D)/share/doc/consultd/
	sed 's|/usr/local/|$(PREFIX)/|g' config/consultd.conf \
	    >$(D)/share/doc/consultd/consultd.conf
	sed 's|/usr/local/|$(PREFIX)/|g' systemd/consultd.service \
	    > $(D)/lib/systemd/system/consultd.service
	install -m 644 systemd/consultd.sysusers $(D)/lib/sysusers.d/consultd.conf

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-8s %s\n", $$1, $$2 }' Makefile
clean: ## remove what was built
	rm -rf $(B) consultd consultctl
