//go:build !race

package passport_test

// stride is how many bytes lie between those that are flipped: it is no divisor of anything in the file.
const stride = 7

// perSitting is how many items are confirmed at a time in the largest framework.
const perSitting = 7
