package pick

import "sayso/article/internal/boost"

// Best is the candidate that the model thinks likeliest, and how likely; -1
// where there are none. Of equals the first is taken.
func Best(m *boost.Model, rows [][]float32) (int, float32) {
	best, chance := -1, float32(0)
	for i, r := range rows {
		if c := m.Chance(r); best < 0 || c > chance {
			best, chance = i, c
		}
	}
	return best, chance
}
