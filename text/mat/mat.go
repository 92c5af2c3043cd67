// Package mat multiplies matrices of 32-bit floats, as small networks need it.
//
// Every way of computing a product here (AVX-512, AVX2, plain Go) adds the
// same products in the same order and rounds each, so that the result is the
// same to the bit on every machine. That forgoes fused multiply-add.
package mat

// width is the number of columns in a panel of a packed matrix.
const width = 16

// Packed is a matrix laid out for multiplication from the right: panels of
// sixteen columns, each row by row, the last filled up with zeros.
type Packed struct {
	K, N int // rows, columns
	data []float32
}

// Pack lays out the k by n matrix b, kept row by row.
func Pack(b []float32, k, n int) *Packed {
	p := &Packed{}
	p.Pack(b, k, n)
	return p
}

// Pack lays out another matrix in the room of p.
func (p *Packed) Pack(b []float32, k, n int) {
	p.reset(k, n)
	for j := 0; j < n; j += width {
		dst := p.data[j*k:]
		w := min(width, n-j)
		for i := range k {
			d := dst[i*width : i*width+width]
			copy(d, b[i*n+j:i*n+j+w])
			for x := w; x < width; x++ {
				d[x] = 0
			}
		}
	}
}

// PackTransposed lays out the transpose of the n by k matrix b.
func (p *Packed) PackTransposed(b []float32, k, n int) {
	p.reset(k, n)
	for j := 0; j < n; j += width {
		dst := p.data[j*k:]
		w := min(width, n-j)
		for x := range width {
			if x >= w {
				for i := range k {
					dst[i*width+x] = 0
				}
				continue
			}
			row := b[(j+x)*k : (j+x+1)*k]
			for i, v := range row {
				dst[i*width+x] = v
			}
		}
	}
}

func (p *Packed) reset(k, n int) {
	p.K, p.N = k, n
	size := (n + width - 1) / width * width * k
	if cap(p.data) < size {
		p.data = make([]float32, size)
	}
	p.data = p.data[:size]
}

// Mul sets c = a·b, where a has m rows of b.K values lda apart and c m rows of
// b.N values ldc apart.
func Mul(c []float32, ldc int, a []float32, lda, m int, b *Packed) {
	if m == 0 || b.N == 0 {
		return
	}
	_ = a[(m-1)*lda+b.K-1]
	_ = c[(m-1)*ldc+b.N-1]
	var spare [maxRows * width]float32
	for j := 0; j < b.N; j += width {
		panel := b.data[j*b.K : (j+width)*b.K]
		w := min(width, b.N-j)
		for i := 0; i < m; i += rows {
			if i+rows > m {
				if m < rows {
					rest(b.K, a, lda, panel, c[j:], ldc, m, w)
					break
				}
				// The last rows once more with some before them.
				i = m - rows
			}
			if w == width {
				kernel(b.K, a[i*lda:], lda, panel, c[i*ldc+j:], ldc)
				continue
			}
			kernel(b.K, a[i*lda:], lda, panel, spare[:], width)
			for r := range rows {
				copy(c[(i+r)*ldc+j:(i+r)*ldc+j+w], spare[r*width:])
			}
		}
	}
}

const maxRows = 16

// plain is the kernel in plain Go: m rows, w columns of a panel.
func plain(k int, a []float32, lda int, panel []float32, c []float32, ldc, m, w int) {
	for i := range m {
		row := a[i*lda : i*lda+k]
		var s [width]float32
		for x, v := range row {
			p := (*[width]float32)(panel[x*width:])
			s[0] += float32(v * p[0])
			s[1] += float32(v * p[1])
			s[2] += float32(v * p[2])
			s[3] += float32(v * p[3])
			s[4] += float32(v * p[4])
			s[5] += float32(v * p[5])
			s[6] += float32(v * p[6])
			s[7] += float32(v * p[7])
			s[8] += float32(v * p[8])
			s[9] += float32(v * p[9])
			s[10] += float32(v * p[10])
			s[11] += float32(v * p[11])
			s[12] += float32(v * p[12])
			s[13] += float32(v * p[13])
			s[14] += float32(v * p[14])
			s[15] += float32(v * p[15])
		}
		copy(c[i*ldc:i*ldc+w], s[:w])
	}
}
