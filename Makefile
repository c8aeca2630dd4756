# consultd. `make help` lists what can be made.
#
# One archive a folder, in the order of ARCHITECTURE.md: a folder links against
# those above it alone, so a call in the wrong direction does not even link.

B       ?= build
V       ?= release
PREFIX  ?= /usr/local
CC      ?= gcc
OUT     := $(B)/$(V)
FOLDERS := base parser lookup answer reply store desk daemon

VERSION := $(shell cat VERSION)
PKGS    := glib-2.0 gmime-3.0 libxml-2.0 sqlite3 libpcre2-8 libcurl inih \
           libseccomp libsystemd gnutls libarchive
# libetpan's own flags would make a non-PIE program: plain -letpan instead.
LIBS    := $(filter-out -Wl%,$(shell pkg-config --libs $(PKGS) 2>/dev/null)) -letpan -lpthread

WARN    := -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes \
           -Wpointer-arith -Wwrite-strings -Wformat=2 -Wvla -Wundef \
           -Wno-format-nonliteral
HARDEN  := -fPIE -fstack-protector-strong -fstack-clash-protection \
           -D_FORTIFY_SOURCE=2 -fcf-protection
LDHARD  := -pie -Wl,-z,relro,-z,now,-z,noexecstack
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

objects  = $(patsubst %.c,$(OUT)/%.o,$(filter-out daemon/consultd.c,$(wildcard $(1)/*.c)))
# libbase.a last: what stands lower is linked later.
upto     = $(foreach f,$(shell printf '%s\n' $(FOLDERS) | sed '/^$(1)$$/q' | tac),$(OUT)/lib$(f).a)
ALL_LIBS = $(call upto,daemon)

.PHONY: all clean help
all: $(OUT)/consultd $(OUT)/consultctl consultd consultctl ## build consultd and consultctl

consultd consultctl: %: $(OUT)/%
	@ln -sf $< $@

$(OUT)/consultd: $(OUT)/daemon/consultd.o $(ALL_LIBS)
	$(CC) $(LDMODE) $(LDFLAGS) -o $@ $^ $(LIBS)
$(OUT)/consultctl: $(call objects,tools) $(ALL_LIBS)
	$(CC) $(LDMODE) $(LDFLAGS) -o $@ $^ $(LIBS)

define folder_rule
$(OUT)/lib$(1).a: $(call objects,$(1))
	@rm -f $$@
	@ar rcs $$@ $$^
endef
$(foreach f,$(FOLDERS),$(eval $(call folder_rule,$(f))))

$(OUT)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(CC) $(OUR) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

# --- tests ------------------------------------------------------------------
# tests/unit/FOLDER/test_NAME.c links FOLDER and what stands below it.
UNITS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/*/test_*.c))
.SECONDEXPANSION:
$(UNITS): $(OUT)/unit/%: $(OUT)/tests/unit/%.o $$(call upto,$$(firstword $$(subst /, ,$$*)))
	@mkdir -p $(@D)
	$(CC) $(LDMODE) $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka -ljansson

.PHONY: units unit
units: $(UNITS)
unit: units ## run the unit tests
	@scripts/run-units $(UNITS)

help: ## list the targets
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'
clean: ## remove what was built
	rm -rf $(B) consultd consultctl
