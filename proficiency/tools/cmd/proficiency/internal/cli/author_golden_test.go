package cli

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// full has every key of the format.
const full = "../../../../../testdata/canonical/full.yaml"

// translated is in several languages, of which one has only a part.
const translated = "../../../../../testdata/ok/translations.yaml"

// unconfirmed has every key of content that nobody confirms.
const unconfirmed = "../../../../../testdata/canonical/unsupervised.yaml"

// authorCases are runs of what authors of frameworks use.
var authorCases = []goldenCase{
	{"help-list", "help list", "", 0},
	{"list-languages", "list --dir testdata/languages clean-hands", "", 0},
	{"list-languages-json", "list --dir testdata/languages clean-hands --format json", "", 0},
	{"list-one", "list hand-hygiene", "", 0},
	{"list-json", "list hand-hygiene --format json", "", 0},
	{"list-folder", "list --dir testdata/library early hand-hygiene lifting spoilt ward", "", 1},
	{"list-folder-json", "list ward early lifting spoilt --dir testdata/library --format json", "", 1},
	{"list-folders", "list --dir testdata/frameworks --dir testdata/library ward", "", 0},
	{"list-no-folder", "list --dir testdata/absent", "", 3},
	{"list-file", "list --dir testdata/ward.yaml", "", 3},
	{"list-unknown", "list hand-hygene", "", 3},

	{"help-show", "help show", "", 0},
	{"show", "show hand-hygiene", "", 0},
	{"show-version", "show hand-hygiene@1.0.0", "", 0},
	{"show-newest-published", "show ward --dir testdata/library", "", 0},
	{"show-draft-by-version", "show ward@1.1.0 --dir testdata/library", "", 0},
	{"show-only-drafted", "show early --dir testdata/library", "", 0},
	{"show-file", "show " + full, "", 0},
	{"show-file-with-lifecycle", "show testdata/library/lifting/0.1.0/lifting.yaml", "", 0},
	{"show-file-with-broken-lifecycle", "show testdata/library/lifting/1.0.0/lifting.yaml", "", 1},
	{"show-stdin", "show -", "ward.yaml", 0},
	{"show-item", "show hand-hygiene five-moments", "", 0},
	{"show-item-questions", "show hand-hygiene@1.0.0 handrub-technique", "", 0},
	{"show-item-lapses", "show " + full + " renal-01", "", 0},
	{"show-item-applies", "show ../../../../../testdata/ok/attributes.yaml gloves-sterile", "", 0},
	{"show-section-applies", "show ../../../../../testdata/ok/attributes.yaml gloves", "", 0},
	{"show-item-levels", "show ../../../../../testdata/ok/levels.yaml sharing", "", 0},
	{"show-item-level-and-scale", "show ../../../../../testdata/ok/levels.yaml reading", "", 0},
	{"show-item-amber", "show ../../../../../testdata/ok/levels.yaml amber", "", 0},
	{"show-item-level-of-question", "show ../../../../../testdata/ok/levels.yaml several", "", 0},
	{"show-attributes", "show ../../../../../testdata/ok/attributes.yaml", "", 0},
	{"show-item-in-group", "show " + full + " renal-talk-01", "", 0},
	{"show-item-with-points", "show " + full + " renal-audit-01", "", 0},
	{"show-item-optional", "show " + full + " renal-03", "", 0},
	{"show-item-of-optional-section", "show critical-care-step-1 1.4.3.e", "", 0},
	{"show-unsupervised", "show " + unconfirmed, "", 0},
	{"show-item-unsupervised", "show " + unconfirmed + " files-share", "", 0},
	{"show-section", "show hand-hygiene core", "", 0},
	{"show-section-inside", "show " + full + " renal-research-audit", "", 0},
	{"show-translated", "show " + translated + " --language cy-GB", "", 0},
	{"show-item-translated", "show " + translated + " wash --language cy", "", 0},
	{"show-item-questions-translated", "show " + translated + " moments --language fr,cy", "", 0},
	{"show-section-translated", "show " + translated + " washing --language cy", "", 0},
	{"show-in-part", "show " + translated + " --language ar", "", 0},
	{"show-item-in-part", "show " + translated + " wash --language ar", "", 0},
	{"show-no-language", "show " + translated + " --language cy,welsh_language", "", 2},
	{"show-section-recommends", "show ../../../../../testdata/ok/recommends.yaml talking", "", 0},
	{"show-item-recommends", "show ../../../../../testdata/ok/recommends.yaml sling", "", 0},
	{"show-item-unknown", "show hand-hygiene handrub-techniqe", "", 2},
	{"show-item-unknown-far", "show hand-hygiene zzz", "", 2},
	{"show-unknown", "show hand-hygene", "", 3},
	{"show-unknown-version", "show hand-hygiene@2.0.0", "", 3},
	{"show-no-version", "show hand-hygiene@two", "", 2},
	{"show-broken", "show spoilt --dir testdata/library", "", 1},
	{"show-broken-lifecycle", "show lifting@1.0.0 --dir testdata/library", "", 1},
	{"show-broken-file", "show testdata/ward-broken.yaml", "", 1},
	{"show-absent", "show testdata/absent.yaml", "", 3},
	{"show-folder", "show ./testdata", "", 3},
	{"show-nothing", "show", "", 2},
	{"show-too-much", "show hand-hygiene core five-moments", "", 2},

	{"help-new", "help new", "", 0},
	{"new-by-flags", "new EMPTY --id ward-skills --yes", "", 0},
	{"new-by-flags-whole", "new --title=Infusion --id infusion-pumps --version 0.1.0 --category clinical --language cy --publisher Us --licence MIT --scale No,Yes EMPTY --yes", "", 0},
	{"new-by-answers", "new EMPTY", "answers/whole.txt", 0},
	{"new-by-both", "new EMPTY --language cy --scale No,Yes", "answers/some.txt", 0},
	{"new-asked-again", "new EMPTY", "answers/again.txt", 0},
	{"new-version-there", "new TRIAL --title Rounds", "answers/version.txt", 0},
	{"new-ended", "new EMPTY", "answers/ended.txt", 1},
	{"new-ended-at-once", "new EMPTY", "", 1},
	{"new-declined", "new EMPTY", "answers/declined.txt", 1},
	{"new-there", "new TRIAL --id rounds --yes", "", 3},
	{"new-in-a-file", "new testdata/ward.yaml --id rounds --yes", "", 3},
	{"new-wrong-flags", "new EMPTY --id Rounds --version 1 --language english --scale Yes,yes --yes", "", 2},
	{"new-one-answer", "new EMPTY --id rounds --language cy --scale Done --yes", "", 2},
	{"new-without-title", "new EMPTY --yes", "", 2},
	{"new-two-folders", "new EMPTY EMPTY --id rounds --yes", "", 2},

	{"help-freeze", "help freeze", "", 0},
	{"freeze", "freeze WARDS", "", 0},
	{"freeze-spoilt", "freeze TRIAL", "", 1},
	{"freeze-nothing", "freeze", "", 2},
	{"freeze-absent", "freeze testdata/absent", "", 3},
	{"help-test", "help test", "", 0},
	{"test-shipped", "test ../../../../../../frameworks/hand-hygiene", "", 0},
	{"test-verbose", "test -v testdata/trial/bays testdata/trial/rounds --run asked|draft", "", 0},
	{"test-everything", "test testdata/trial", "", 1},
	{"test-verbose-failing", "test -v testdata/trial/rounds/1.0.0/rounds.yaml", "", 1},
	{"test-one", "test testdata/trial/rounds/1.0.0/scenarios/asked.scenario", "", 0},
	{"test-twice", "test testdata/trial/bays testdata/trial/bays/0.1.0/bays.yaml testdata/trial/bays/0.1.0/scenarios", "", 0},
	{"test-chosen", "test testdata/trial --run ^rounds.*/asked$", "", 0},
	{"test-none-chosen", "test testdata/trial/rounds --run askd", "", 1},
	{"test-none", "test testdata/trial/empty testdata/trial/empty/1.0.0/empty.yaml", "", 1},
	{"test-no-framework", "test testdata/frameworks/ward/1.0.0/lifecycle.yaml", "", 1},
	{"test-absent", "test testdata/trial/bays testdata/absent testdata/trial/nowhere.scenario", "", 3},
	{"test-other-file", "test testdata/answers/ended.txt", "", 2},
	{"test-bad-pattern", "test testdata/trial --run [", "", 2},
	{"test-nothing", "test", "", 2},
	{"test-update", "test TRIAL/rounds --update --run golden", "", 0},
	{"test-update-what-fails", "test TRIAL/rounds --update", "", 1},
}

// folders are what stands for a temporary folder in the arguments of cases, each with what it is a copy of.
var folders = map[string]string{"TRIAL": "testdata/trial", "WARDS": "testdata/frameworks", "EMPTY": "", "VERSIONS": "testdata/versions"}

// inFolders gives the arguments with temporary folders, and undoes that in what is printed.
func inFolders(t *testing.T, args string) (with string, without func(string) string) {
	t.Helper()
	var names []string
	for word, copied := range folders {
		if !strings.Contains(args, word) {
			continue
		}
		dir := t.TempDir()
		if copied != "" {
			if err := os.CopyFS(dir, os.DirFS(copied)); err != nil {
				t.Fatal(err)
			}
		}
		args = strings.ReplaceAll(args, word, dir)
		names = append(names, dir, word)
	}
	return args, strings.NewReplacer(names...).Replace
}

// took is how long a scenario did.
var took = regexp.MustCompile(`\(\d+\.\d\ds\)`)
