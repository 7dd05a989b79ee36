package workflow

import "context"

// An Observer watches an engine, for metrics and traces. It is called before
// each command that [Engine.Do] is given and before each call of the store,
// also by other methods of the engine, and gives the context in which that
// goes on and a function that is called once with what became of it. A context
// that carries something makes the calls of the store known as parts of the
// command; it must derive from ctx. Either result may be nil.
//
// Both run in the goroutine of the command, which waits for them, and must be
// safe for concurrent use. They watch and cannot interfere: if one of them
// panics, Options.Logger hears of it and the command goes on as if nobody had
// watched. What happens with the values of an Observation is up to the
// observer; it must not change them.
//
// Package telemetry, a module of its own, makes an Observer for OpenTelemetry.
type Observer func(ctx context.Context, op Operation) (context.Context, func(Observation))

// An Operation is what begins. It names no person and carries nothing that
// anybody wrote.
type Operation struct {
	Name OperationName
	// Kind is the kind of a command; empty for calls of the store, and for a
	// request without a command.
	Kind Kind
	// Enrolment is the enrolment that it is about: empty for a list or feed, and where
	// the request itself is refused because an id in it is none. By default it
	// tells nobody anything without the store and Options.Key, but it stands for
	// one learner: whoever keeps it beside other things keeps personal data.
	Enrolment EnrolmentID
}

// An OperationName says what kind of thing is done.
type OperationName string

// What is observed.
const (
	// OperationCommand is one call of [Engine.Do], with all its attempts.
	OperationCommand OperationName = "command"
	// OperationLoad is one call of [Store].Load, or of [Snapshotter].LoadSnapshot.
	OperationLoad OperationName = "load"
	// OperationAppend is one call of [Store].Append.
	OperationAppend OperationName = "append"
	// OperationErase is one call of [Eraser].Erase.
	OperationErase OperationName = "erase"
	// OperationList is one walk through [Lister].List. It lasts until the last
	// summary is taken, with whatever is done in between.
	OperationList OperationName = "list"
	// OperationFeed is one walk through [Feeder].Feed. It lasts until the last
	// record is taken, with whatever is done in between.
	OperationFeed OperationName = "feed"
)

// An Observation is what became of an operation.
type Observation struct {
	Ending Ending
	// Err is the error with which it ended, if any. Its text can hold ids, and
	// whatever the host's and the store's errors say.
	Err error

	// Codes are those of the reasons, each once, where a command was denied.
	Codes []Code
	// Uncached says that the command did not find its enrolment in the engine's
	// memory: it was read from the store. A request that is refused itself looks for none.
	Uncached bool
	// Races is how often somebody else was first and the command was decided again.
	Races int

	// Records is the number of records that were loaded or fed, or were to be stored, or
	// of summaries that were listed; 0 for a command.
	Records int
}

// An Ending is how an operation ended. More may come.
type Ending string

// How a command ends.
const (
	// EndingStored: a record was stored, by this call. In a transaction of the
	// host that is before the transaction is committed.
	EndingStored Ending = "stored"
	// EndingUnchanged: it was accepted and changes nothing, so that nothing is stored.
	EndingUnchanged Ending = "unchanged"
	// EndingReplayed: the request had been stored before.
	EndingReplayed Ending = "replayed"
	// EndingDenied: the error is a *[Denied].
	EndingDenied Ending = "denied"
	// EndingRefused: Hooks.Before refused with an error of its own, [ErrRefused].
	EndingRefused Ending = "refused"
	// EndingContended: too many races were lost, [ErrContended].
	EndingContended Ending = "contended"
)

// How a call of the store ends.
const (
	// EndingDone: it did what was asked.
	EndingDone Ending = "done"
	// EndingNotStored: the store promises that nothing was stored, [ErrNotStored].
	EndingNotStored Ending = "not-stored"
)

// How both can end.
const (
	// EndingConflict: somebody else was first, [ErrConflict]. A command ends so
	// only in a transaction of the host, which repeats it: see [Engine.Over].
	EndingConflict Ending = "conflict"
	// EndingUnknown: it is not known whether anything was stored. Of a command
	// it is [ErrOutcomeUnknown]. After an append the engine looks, and mostly
	// finds out: then the command has another ending.
	EndingUnknown Ending = "unknown"
	// EndingFailed: any other error, and nothing was stored. For a command these
	// are also the host's and [ErrNotStored].
	EndingFailed Ending = "failed"
	// EndingPanicked: it did not return, since the store, the host, a hook or
	// whoever takes a list panicked.
	EndingPanicked Ending = "panicked"
)
