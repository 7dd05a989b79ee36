package source

import (
	"bytes"
	"unicode/utf8"
)

// lineFeeds is src with a line feed for every carriage return that ends a line
// by itself, so that all offsets stay.
func lineFeeds(src []byte) []byte {
	if !bytes.Contains(src, []byte("\r")) {
		return src
	}
	src = bytes.Clone(src)
	for i, c := range src {
		if c == '\r' && (i+1 == len(src) || src[i+1] != '\n') {
			src[i] = '\n'
		}
	}
	return src
}

// lineStart is the offset at which the line with the byte at i begins.
func lineStart(src []byte, i int) int {
	return bytes.LastIndexByte(src[:max(0, min(i, len(src)))], '\n') + 1
}

// lineEnd is the offset after the line with the byte at i, its line feed included.
func lineEnd(src []byte, i int) int {
	i = max(0, min(i, len(src)))
	if n := bytes.IndexByte(src[i:], '\n'); n >= 0 {
		return i + n + 1
	}
	return len(src)
}

// lineEnds are the offsets after each line.
func lineEnds(src []byte) []int {
	ends := make([]int, 0, bytes.Count(src, []byte("\n"))+1)
	for at := 0; at < len(src); at = ends[len(ends)-1] {
		ends = append(ends, lineEnd(src, at))
	}
	return ends
}

// lineAndCol are the line and the column, in characters, of an offset, both from 1.
func lineAndCol(src []byte, offset int) (line, col int) {
	start := lineStart(src, offset)
	return bytes.Count(src[:start], []byte("\n")) + 1, utf8.RuneCount(src[start:offset]) + 1
}

// textStart is the offset of the first character on the line of offset that is no space.
func textStart(src []byte, offset int) int {
	start := lineStart(src, offset)
	for start < offset && src[start] == ' ' {
		start++
	}
	return start
}

// quoteStart is the offset of the first quotation mark on the line of offset
// that can open quotes; offset itself if there is none.
func quoteStart(src []byte, offset int) int {
	start := lineStart(src, offset)
	for i, c := range src[start:lineEnd(src, offset)] {
		if (c == '"' || c == '\'') && (i == 0 || bytes.IndexByte([]byte(" ,[{:-"), src[start+i-1]) >= 0) {
			return start + i
		}
	}
	return offset
}
