// Package jetstream keeps enrolments in NATS JetStream, on servers that stand in
// for one another:
//
//	nc, err := nats.Connect("nats://a.example,nats://b.example,nats://c.example", nats.ReconnectBufSize(-1), nats.MaxReconnects(-1))
//	store, err := jetstream.Open(ctx, nc, &jetstream.Options{Create: true})
//	defer store.Close()
//	engine, err := workflow.NewEngine(catalog, host, store, options)
//
// With three servers, which is the default, one of them may be lost: the others
// go on, after a pause of some seconds in which they elect a leader. While no
// majority can be reached, nothing is acknowledged; when that is over, the same
// store goes on.
//
// What it asks for:
//
//   - Servers of 2.12 or newer, which store several messages all or none.
//   - A connection that keeps nothing for later, by nats.ReconnectBufSize(-1), as
//     [Open] says; it is refused otherwise.
//   - Servers that are synced always (sync_interval: always). As they come they
//     acknowledge what they have not put on the disk yet: where several lose
//     their power at once, records would be gone that people were told are
//     stored. The store cannot see how a server is set. It is for whoever
//     operates them to see to it.
//
// The enrolments are spread over some streams, each with a leader. A record is a
// message, and an append names the message that must be the enrolment's last: of
// two writers one is first, and the other decides again. Free texts are in
// messages of their own, so that they can be overwritten. Whatever is read is as
// of now: before, a message without content goes through the stream's
// majority, so that a server which is behind, or leads no longer, is found out.
//
// Lists are made from summaries, which each process reads from the streams into
// an [Index] of its own: in memory, or in a file, from which it goes on when it
// starts anew. They wait until the index has all that was acknowledged before;
// [Store.Lag] says how far it is behind. [Store.Check] reads everything and
// compares.
//
// A write to which no answer comes is an unknown outcome: the engine looks for
// its request's id, and where it cannot, the caller may send the same request
// again.
//
// OPERATING.md, beside this file, is for those who look after the servers:
// settings, sizes, backups, upgrades and lost disks. The program examples/cluster
// starts three servers and kills them.
package jetstream
