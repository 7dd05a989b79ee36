package proficiency

import "iter"

// A List is a sequence that nobody can change. The zero List is empty.
// Lists are safe for concurrent use.
type List[T any] struct{ elems []T }

// Len is the number of elements.
func (l List[T]) Len() int { return len(l.elems) }

// At is the element at index i, from 0; it panics if i is out of range, as a slice does.
func (l List[T]) At(i int) T { return l.elems[i] }

// All yields each index with its element, in order.
func (l List[T]) All() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		for i, e := range l.elems {
			if !yield(i, e) {
				return
			}
		}
	}
}

// Values yields the elements in order.
func (l List[T]) Values() iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, e := range l.elems {
			if !yield(e) {
				return
			}
		}
	}
}

// ListOf makes a List of its arguments' copy.
func ListOf[T any](elems ...T) List[T] { return List[T]{append([]T(nil), elems...)} }
