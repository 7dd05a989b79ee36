package cli

import "slices"

// storeCases are runs in the folder of a stage, where DIR stands in their arguments.
var storeCases = []goldenCase{
	{"help-store", "help store", "", 0},
	{"help-store-verify", "help store verify", "", 0},
	{"help-store-rebuild", "store rebuild -h", "", 0},
	{"help-store-export", "store export --help", "", 0},
	{"help-store-import", "help store import", "", 0},

	{"verify-clean", "store verify DIR/clean.db --frameworks " + ours, "", 0},
	{"verify-sqlite", "store verify sqlite:DIR/clean.db --frameworks " + ours + " --workers 1", "", 0},
	{"verify-damaged", "store verify DIR/damaged.db --frameworks " + ours, "", 1},
	{"verify-damaged-json", "store verify DIR/damaged.db --format json --frameworks " + ours, "", 1},
	{"verify-after", "store verify DIR/damaged.db --after learner-1 --frameworks " + ours, "", 1},
	{"verify-without-content", "store verify DIR/clean.db", "", 1},
	{"verify-absent", "store verify DIR/absent.db", "", 3},
	{"verify-no-database", "store verify DIR/full.lines", "", 3},
	{"verify-no-folder", "store verify DIR/clean.db --frameworks DIR/absent", "", 3},
	{"verify-no-frameworks", "store verify DIR/clean.db --frameworks DIR/clean.db", "", 3},
	{"verify-nothing", "store verify", "", 2},
	{"verify-other-database", "store verify mysql://db.example/learning", "", 2},
	{"verify-schema-of-sqlite", "store verify DIR/clean.db --schema learning", "", 2},
	{"import-shards-of-sqlite", "store import DIR/new.db DIR/full.lines --shards 2", "", 2},
	{"verify-prefix-of-nats", "store verify nats://127.0.0.1:1 --prefix other_", "", 2},
	{"verify-address-of-nats", "store verify nats://127.0.0.1:1/learning/more?tls=no", "", 2},
	{"verify-format", "store verify DIR/clean.db --format xml", "", 2},

	{"rebuild-nothing-to-do", "store rebuild DIR/clean.db --frameworks " + ours, "", 0},
	{"rebuild-nats", "store rebuild nats://127.0.0.1:1", "", 2},
	{"rebuild-dry", "store rebuild -n DIR/damaged.db --frameworks " + ours, "", 1},
	{"rebuild", "store rebuild DIR/damaged.db --frameworks " + ours, "", 1},
	{"rebuild-json", "store rebuild DIR/damaged.db --format json --frameworks " + ours, "", 1},

	{"export", "store export DIR/clean.db DIR/new.lines", "", 0},
	{"export-nothing-found", "store export DIR/clean.db - --learner learner-9", "", 0},
	{"export-unknown", "store export DIR/clean.db - --enrolment learner-9", "", 1},
	{"export-broken", "store export DIR/damaged.db DIR/new.lines", "", 1},
	{"export-there", "store export DIR/clean.db DIR/full.lines", "", 3},
	{"export-no-file", "store export DIR/clean.db", "", 2},
	{"export-two-selections", "store export DIR/clean.db - --learner learner-1 --enrolment learner-2", "", 2},

	{"import", "store import DIR/new.db DIR/full.lines --frameworks " + ours, "", 0},
	{"import-again", "store import DIR/clean.db DIR/full.lines --frameworks " + ours, "", 0},
	{"import-again-without-content", "store import DIR/clean.db DIR/full.lines", "", 0},
	{"import-json", "store import DIR/clean.db DIR/full.lines --format json", "", 0},
	{"import-after", "store import DIR/new.db DIR/full.lines --after learner-2 --frameworks " + ours, "", 0},
	{"import-without-content", "store import DIR/new.db DIR/full.lines", "", 1},
	{"import-changed", "store import DIR/clean.db DIR/changed.lines --frameworks " + ours, "", 1},
	{"import-cut", "store import DIR/new.db DIR/cut.lines --frameworks " + ours, "", 3},
	{"import-more", "store import DIR/new.db DIR/more.lines --frameworks " + ours, "", 3},
	{"import-no-export", "store import DIR/new.db testdata/clean.yaml", "", 3},
	{"import-absent", "store import DIR/new.db DIR/absent.lines", "", 3},
	{"import-stdin-empty", "store import DIR/new.db -", "", 3},
	{"import-no-registers", "store import DIR/new.db DIR/full.lines --no-registers --format json --frameworks " + ours, "", 0},
	{"import-into-nats-registers", "store import nats://127.0.0.1:1 DIR/full.lines --migrate", "", 2},
	{"import-into-nats-stdin", "store import nats://127.0.0.1:1 - --migrate", "", 2},
	{"import-into-nats-shards", "store import nats://127.0.0.1:1 DIR/full.lines --no-registers --shards 2", "", 2},
	{"import-into-nats-many-shards", "store import nats://127.0.0.1:1 DIR/full.lines --no-registers --migrate --shards 17", "", 2},
	{"import-into-nats-replicas", "store import nats://127.0.0.1:1 DIR/full.lines --no-registers --migrate --replicas 2", "", 2},
	{"import-no-file", "store import DIR/new.db", "", 2},
}

func allCases() []goldenCase {
	return slices.Concat(goldenCases, storeCases, fmtCases, validateCases, renderCases, authorCases, versionCases)
}
