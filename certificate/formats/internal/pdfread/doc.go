// Package pdfread reads PDF (ISO 32000-1) as far as the files that are embedded
// in one (§7.11.4), and tests of what was written, need it.
//
//	files, err := pdfread.Files(data)
//
// It reads PDFs of any writer: with cross-reference tables or streams, with
// objects in streams, changed since by additions at the end. It does not mend
// what is damaged and does not decrypt. What it reads is from anybody: sizes,
// depths and numbers are bounded, and a file that leads in circles ends in an
// error. So does one that leads to the same bytes over and over: on average
// each is read four times at most, and 2 MiB beside, white space and the data of
// streams as well. Errors are one line without controls, and quote little.
package pdfread
