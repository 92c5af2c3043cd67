package mat

import "golang.org/x/sys/cpu"

//go:noescape
func mul16x16(k int, a *float32, lda int, b *float32, c *float32, ldc int)

//go:noescape
func mul6x16(k int, a *float32, lda int, b *float32, c *float32, ldc int)

var rows = func() int {
	switch {
	case cpu.X86.HasAVX512F:
		return 16
	case cpu.X86.HasAVX2:
		return 6
	}
	return 4
}()

func kernel(k int, a []float32, lda int, panel []float32, c []float32, ldc int) {
	switch rows {
	case 16:
		mul16x16(k, &a[0], lda*4, &panel[0], &c[0], ldc*4)
	case 6:
		mul6x16(k, &a[0], lda*4, &panel[0], &c[0], ldc*4)
	default:
		plain(k, a, lda, panel, c, ldc, 4, width)
	}
}

// rest does m rows, fewer than the kernel takes at once.
func rest(k int, a []float32, lda int, panel []float32, c []float32, ldc, m, w int) {
	if rows == 4 {
		plain(k, a, lda, panel, c, ldc, m, w)
		return
	}
	var spare [6 * width]float32
	if m < 6 {
		// One row at a time, the others the same: at most five.
		for i := range m {
			mul6x16(k, &a[i*lda], 0, &panel[0], &spare[0], 0)
			copy(c[i*ldc:i*ldc+w], spare[:])
		}
		return
	}
	for i := 0; i < m; i += 6 {
		i = min(i, m-6)
		mul6x16(k, &a[i*lda], lda*4, &panel[0], &spare[0], width*4)
		for r := range 6 {
			copy(c[(i+r)*ldc:(i+r)*ldc+w], spare[r*width:])
		}
	}
}
