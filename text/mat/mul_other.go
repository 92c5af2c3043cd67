//go:build !amd64

package mat

const rows = 4

func kernel(k int, a []float32, lda int, panel []float32, c []float32, ldc int) {
	plain(k, a, lda, panel, c, ldc, rows, width)
}

func rest(k int, a []float32, lda int, panel []float32, c []float32, ldc, m, w int) {
	plain(k, a, lda, panel, c, ldc, m, w)
}
