package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// carried is what the package passport writes in its tests.
const carried = "../../../../passport/testdata/golden"

const northern = " --trust CARRIED/trust.yaml --at 2026-11-21T10:00:00Z"

// passportCases are runs on passports and on records; testdata/passport holds what
// they print. In their arguments CARRIED is the folder of what was carried.
var passportCases = []goldenCase{
	{"verify", "verify CARRIED/northern.passport.zip --holder NMC_00X0000L" + northern, "", 0},
	{"verify-content", "verify CARRIED/northern.passport.zip --content ../../../../passport/testdata/frameworks" + northern, "", 0},
	{"verify-no-content", "verify CARRIED/northern.passport.zip --content testdata/absent" + northern, "", 3},
	{"verify-stranger", "verify CARRIED/northern.passport.zip --trust ISSUED/trust.yaml --at 2026-11-21", "", 1},
	{"verify-revoked", "verify CARRIED/northern.passport.zip --status CARRIED/revoked.json" + northern, "", 1},
	{"verify-expired", "verify CARRIED/northern.passport.zip --trust CARRIED/trust.yaml --at 2027-11-21", "", 1},
	{"verify-other-person", "verify CARRIED/northern.passport.zip --holder Somebody_Else" + northern, "", 1},
	{"verify-json", "verify CARRIED/northern.passport.zip CARRIED/record.json --format json" + northern, "", 1},
	{"verify-clr", "verify CARRIED/clr.json --format json" + northern, "", 1},
	{"verify-record", "verify CARRIED/record.json" + northern, "", 1},
	{"verify-record-changed", "verify -" + northern, "passport/changed-record.json", 1},
	{"verify-record-cut", "verify -" + northern, "passport/cut-record.json", 1},
	{"verify-damaged", "verify -" + northern, "passport/damaged.passport.zip", 1},
	{"inspect", "inspect CARRIED/northern.passport.zip CARRIED/record.json", "", 0},
	{"inspect-json", "inspect CARRIED/record.json --format json", "", 0},
	{"inspect-damaged", "inspect - CARRIED/record.json", "passport/damaged.passport.zip", 3},
	{"inspect-record-cut", "inspect -", "passport/cut-record.json", 3},
}

func TestGoldenOfPassports(t *testing.T) {
	t.Parallel()
	for _, c := range passportCases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			shown := c.args
			c.args = strings.ReplaceAll(c.args, "CARRIED", carried)
			got, code := c.run(t)
			got = strings.ReplaceAll(got, carried, "CARRIED")
			if code != c.exit {
				t.Errorf("%s: exit code %d, not %d", shown, code, c.exit)
			}
			if unprintable := strings.IndexFunc(got, func(r rune) bool { return r != '\n' && !unicode.IsPrint(r) }); unprintable >= 0 {
				t.Errorf("it prints %q", got[unprintable:])
			}
			golden(t, filepath.Join("passport", c.name+".golden"), got)
		})
	}
	files, err := filepath.Glob("testdata/passport/*.golden")
	if err != nil || len(files) != len(passportCases) {
		t.Errorf("%d files for %d cases: %v", len(files), len(passportCases), err)
	}
}
