// Package embedded reads the files that are embedded in a PDF (ISO 32000-1
// §7.11.4), and nothing else of it.
//
// It reads PDFs of any writer: with cross-reference tables or streams, with
// objects in streams, changed since by additions at the end. It does not mend
// what is damaged and does not decrypt. What it reads is from anybody: sizes,
// depths and numbers are bounded, and a file that leads in circles ends in an
// error.
package embedded
