// Package outline makes small TrueType fonts of the outlines of glyphs, to be
// embedded in documents.
//
// A font is made anew rather than cut down: whatever kind the outlines come
// from, quadratic, cubic or variable, and however strangely its file is built,
// what is written is plain, and has nothing in it but what is drawn. Hints are
// left out; they are for screens of few dots.
package outline
