package random

import "testing"

// Known answers of Philox4x32-10 from the authors' Random123 distribution
// (Salmon et al. 2011, file kat_vectors).
func TestKnownAnswers(t *testing.T) {
	cases := []struct {
		counter [4]uint32
		key     [2]uint32
		want    [4]uint32
	}{
		{want: [4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{
			counter: [4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
			key:     [2]uint32{0xffffffff, 0xffffffff},
			want:    [4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
		},
		{
			counter: [4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
			key:     [2]uint32{0xa4093822, 0x299f31d0},
			want:    [4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1},
		},
	}
	for _, c := range cases {
		s := Stream{key: c.key, counter: c.counter}
		s.block()
		if s.out != c.want {
			t.Errorf("counter %x: got %x, want %x", c.counter, s.out, c.want)
		}
	}
}

func TestStreamsDoNotOverlap(t *testing.T) {
	seen := map[uint64]bool{}
	for draw := range 20 {
		for story := range 5 {
			for use := range 4 {
				s := New(7, draw, story, use)
				for range 20 {
					v := s.Uint64()
					if seen[v] {
						t.Fatalf("draw %d, story %d, use %d repeats a number", draw, story, use)
					}
					seen[v] = true
				}
			}
		}
	}
}

func TestPickFollowsWeights(t *testing.T) {
	s := New(1, 0, 0, UseTest)
	weights := []float64{0, 1, 3, 0}
	count := make([]int, 4)
	const n = 100000
	for range n {
		count[s.Pick(weights)]++
	}
	if count[0] != 0 || count[3] != 0 {
		t.Fatalf("picked a weight of 0: %v", count)
	}
	if got := float64(count[2]) / n; got < 0.745 || got > 0.755 { // 3.6 standard deviations
		t.Errorf("share of the second is %g, want 0.75", got)
	}
	if s.Pick([]float64{0, 0}) != -1 {
		t.Error("picked from nothing")
	}
}
