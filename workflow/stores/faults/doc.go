// Package faults is empty: its tests break what stands around a store while the
// engine writes to it, and look at what is left. Processes are killed, servers
// stopped and connections cut; disks are full, files read-only, locked or gone,
// and clocks go back; of a cluster that keeps streams, servers are killed and
// parted. After each fault
//
//   - what was acknowledged is there, by its request's id and its hash;
//   - what is there verifies, and lists show what a replay gives;
//   - a request whose outcome was unknown is sent again and is there once;
//   - on a cluster, an order of one after another explains what everybody was told.
//
// A check runs each fault a few times. A long run, with a table at its end:
//
//	go test ./workflow/stores/faults -v -timeout 1h -faults.rounds 50
//
// The seed that a run prints, given as -faults.seed, draws the same instants
// again; what processes do in between is theirs.
package faults
