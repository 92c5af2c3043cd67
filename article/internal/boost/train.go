package boost

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Options are how a model is trained.
type Options struct {
	Trees    int
	Depth    int
	Rate     float64
	Bins     int     // thresholds tried a feature, at most 255
	Rows     float64 // share of rows each tree sees
	Columns  float64 // share of features each tree may ask
	Leaf     float64 // added to each leaf's weight: pulls its value to zero
	Seed     uint64
	Bags     int // models averaged into one; 0 is 1
	Progress func(tree int, loss float64)
}

// Train fits a model to rows, answers (0 to 1) and weights. Several bags are
// models that saw other draws of rows and features; their mean errs less than
// one of them.
func Train(rows [][]float32, answer, weight []float32, o Options) *Model {
	n, nf := len(rows), 0
	if n > 0 {
		nf = len(rows[0])
	}
	bags := max(o.Bags, 1)
	edges, binned := bin(rows, nf, o.Bins)
	m := &Model{Features: nf}
	for k := range bags {
		b := o
		b.Seed += uint64(k) * 1000
		one := train(rows, edges, binned, answer, weight, b)
		m.Bias = one.Bias
		for _, t := range one.Trees {
			for i := range t.Leaf {
				t.Leaf[i] = float32(math.Round(float64(t.Leaf[i])/float64(bags)/leafStep) * leafStep)
			}
			m.Trees = append(m.Trees, t)
		}
	}
	return m
}

func train(rows [][]float32, edges [][]float32, binned [][]uint8, answer, weight []float32, o Options) *Model {
	n, nf := len(rows), len(edges)
	m := &Model{Features: nf}
	if n == 0 {
		return m
	}
	var yes, all float64
	for i := range rows {
		yes += float64(answer[i] * weight[i])
		all += float64(weight[i])
	}
	p := min(max(yes/all, 1e-4), 1-1e-4)
	m.Bias = float32(math.Log(p / (1 - p)))
	score := make([]float64, n)
	for i := range score {
		score[i] = float64(m.Bias)
	}
	g, h := make([]float64, n), make([]float64, n)
	rng := rand.New(rand.NewPCG(o.Seed, 77))
	take := make([]int32, 0, n)
	leafOf := make([]uint16, n)
	hist := make([]float64, 2*(o.Bins+1)<<o.Depth)
	for range o.Trees {
		take = take[:0]
		for i := range rows {
			q := 1 / (1 + math.Exp(-score[i]))
			w := float64(weight[i])
			g[i], h[i] = w*(float64(answer[i])-q), w*max(q*(1-q), 1e-6)
			leafOf[i] = 0
			if rng.Float64() < o.Rows {
				take = append(take, int32(i))
			}
		}
		var cols []int
		for f := range nf {
			if rng.Float64() < o.Columns {
				cols = append(cols, f)
			}
		}
		t := Tree{}
		for d := range o.Depth {
			bestGain, bestF, bestB := 1e-9, -1, 0
			leaves := 1 << d
			for _, f := range cols {
				nb := len(edges[f]) + 1
				if nb < 2 {
					continue
				}
				hs := hist[:2*nb*leaves]
				clear(hs)
				col := binned[f]
				for _, i := range take {
					k := 2 * (int(leafOf[i])*nb + int(col[i]))
					hs[k] += g[i]
					hs[k+1] += h[i]
				}
				gain := make([]float64, nb)
				for l := range leaves {
					part := hs[2*l*nb : 2*(l+1)*nb]
					var G, H float64
					for b := 0; b < nb; b++ {
						G += part[2*b]
						H += part[2*b+1]
					}
					if H == 0 {
						continue
					}
					base := G * G / (H + o.Leaf)
					var gl, hl float64
					for b := 0; b < nb-1; b++ {
						gl += part[2*b]
						hl += part[2*b+1]
						gr, hr := G-gl, H-hl
						gain[b] += gl*gl/(hl+o.Leaf) + gr*gr/(hr+o.Leaf) - base
					}
				}
				for b := 0; b < nb-1; b++ {
					if gain[b] > bestGain {
						bestGain, bestF, bestB = gain[b], f, b
					}
				}
			}
			if bestF < 0 {
				break
			}
			t.Feature = append(t.Feature, uint16(bestF))
			t.Threshold = append(t.Threshold, edges[bestF][bestB])
			col := binned[bestF]
			for i := range rows {
				if int(col[i]) > bestB {
					leafOf[i] |= 1 << d
				}
			}
		}
		if len(t.Feature) == 0 {
			break
		}
		leaves := 1 << len(t.Feature)
		G, H := make([]float64, leaves), make([]float64, leaves)
		for _, i := range take {
			G[leafOf[i]] += g[i]
			H[leafOf[i]] += h[i]
		}
		t.Leaf = make([]float32, leaves)
		for l := range leaves {
			v := o.Rate * G[l] / (H[l] + o.Leaf)
			t.Leaf[l] = float32(math.Round(min(max(v, -7), 7)/leafStep) * leafStep)
		}
		var loss float64
		for i := range rows {
			score[i] += float64(t.Leaf[leafOf[i]])
			if o.Progress != nil {
				y := float64(answer[i])
				loss += float64(weight[i]) * (math.Log1p(math.Exp(-math.Abs(score[i]))) + max(score[i], 0) - y*score[i])
			}
		}
		m.Trees = append(m.Trees, t)
		if o.Progress != nil {
			o.Progress(len(m.Trees), loss/all)
		}
	}
	return m
}

// bin cuts each feature at its quantiles. A value falls in bin b if it is above
// b of the edges.
func bin(rows [][]float32, nf, bins int) (edges [][]float32, binned [][]uint8) {
	edges, binned = make([][]float32, nf), make([][]uint8, nf)
	vals := make([]float32, len(rows))
	for f := range nf {
		for i := range rows {
			vals[i] = rows[i][f]
		}
		slices.Sort(vals)
		distinct := slices.Compact(slices.Clone(vals))
		var e []float32
		if len(distinct) <= bins {
			for i := 1; i < len(distinct); i++ {
				e = append(e, (distinct[i-1]+distinct[i])/2)
			}
		} else {
			// Half of the cuts at quantiles of the rows, half of the values:
			// rare large values matter as much as the common small ones.
			for k := 1; k < bins/2; k++ {
				e = append(e, vals[k*len(vals)/(bins/2)], distinct[k*len(distinct)/(bins/2)])
			}
			slices.Sort(e)
			e = slices.Compact(e)
		}
		edges[f] = e
		col := make([]uint8, len(rows))
		for i := range rows {
			j, _ := slices.BinarySearch(e, rows[i][f]) // edges below the value
			col[i] = uint8(j)
		}
		binned[f] = col
	}
	return edges, binned
}
