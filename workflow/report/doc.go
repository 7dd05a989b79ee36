// Package report makes of enrolments what somebody outside them needs to see:
// who is in date, for a manager and for an inspection; what a learner
// answered, by area and round, as a picture ([Profile.SVG]) and as a table; and
// what an upgrade, or a record from elsewhere ([Gaps]), would change.
//
// Everything here is a pure function of what package workflow gives: it reads
// no clock and no store, and decides nothing about who may see the result.
// Whoever lists with [workflow.Engine.List] lists what the reader may see.
package report
