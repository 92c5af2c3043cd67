#include "textflag.h"

DATA one<>+0(SB)/4, $1.0
GLOBL one<>(SB), RODATA, $4
DATA half<>+0(SB)/4, $0.5
GLOBL half<>(SB), RODATA, $4

// SQUASH sets D = S / sqrt(1 + S*S); Y15 is 1.
#define SQUASH(S, D) \
	VMULPS  S, S, D    \
	VADDPS  Y15, D, D  \
	VSQRTPS D, D       \
	VDIVPS  D, S, D

// GATE sets D = .5 + .5*squash(S); Y14 is .5.
#define GATE(S, D) \
	SQUASH(S, D)       \
	VMULPS D, Y14, D   \
	VADDPS D, Y14, D

// func stepAVX2(n int, state, cand, pf, pr, in, out, vf, vr, bf, br *float32)
TEXT ·stepAVX2(SB), NOSPLIT, $0-88
	MOVQ n+0(FP), CX
	MOVQ state+8(FP), AX
	MOVQ cand+16(FP), BX
	MOVQ pf+24(FP), DX
	MOVQ pr+32(FP), SI
	MOVQ in+40(FP), DI
	MOVQ out+48(FP), R8
	MOVQ vf+56(FP), R9
	MOVQ vr+64(FP), R10
	MOVQ bf+72(FP), R11
	MOVQ br+80(FP), R12
	VBROADCASTSS one<>(SB), Y15
	VBROADCASTSS half<>(SB), Y14
	SHLQ $2, CX
	XORQ R13, R13

units:
	VMOVUPS (AX)(R13*1), Y0        // c
	VMULPS  (R9)(R13*1), Y0, Y1    // vf*c
	VADDPS  (DX)(R13*1), Y1, Y1
	VADDPS  (R11)(R13*1), Y1, Y1
	GATE(Y1, Y2)                   // f
	VMULPS  (R10)(R13*1), Y0, Y3
	VADDPS  (SI)(R13*1), Y3, Y3
	VADDPS  (R12)(R13*1), Y3, Y3
	GATE(Y3, Y4)                   // r
	VMOVUPS (BX)(R13*1), Y5        // candidate
	VSUBPS  Y5, Y0, Y0
	VMULPS  Y0, Y2, Y0
	VADDPS  Y0, Y5, Y0             // c
	VMOVUPS Y0, (AX)(R13*1)
	SQUASH(Y0, Y6)
	VMOVUPS (DI)(R13*1), Y7
	VSUBPS  Y7, Y6, Y6
	VMULPS  Y6, Y4, Y6
	VADDPS  Y6, Y7, Y6
	VMOVUPS Y6, (R8)(R13*1)
	ADDQ    $32, R13
	CMPQ    R13, CX
	JLT     units
	VZEROUPPER
	RET

DATA slope<>+0(SB)/4, $0.125
GLOBL slope<>(SB), RODATA, $4

// func leakyAVX2(n int, x *float32)
TEXT ·leakyAVX2(SB), NOSPLIT, $0-16
	MOVQ n+0(FP), CX
	MOVQ x+8(FP), AX
	VBROADCASTSS slope<>(SB), Y1

eight:
	VMOVUPS (AX), Y0
	VMULPS  Y0, Y1, Y2
	VMAXPS  Y0, Y2, Y0
	VMOVUPS Y0, (AX)
	ADDQ    $32, AX
	SUBQ    $8, CX
	JNZ     eight
	VZEROUPPER
	RET

// func addAVX2(n int, dst, src *float32)
TEXT ·addAVX2(SB), NOSPLIT, $0-24
	MOVQ n+0(FP), CX
	MOVQ dst+8(FP), AX
	MOVQ src+16(FP), BX

eights:
	VMOVUPS (AX), Y0
	VADDPS  (BX), Y0, Y0
	VMOVUPS Y0, (AX)
	ADDQ    $32, AX
	ADDQ    $32, BX
	SUBQ    $8, CX
	JNZ     eights
	VZEROUPPER
	RET
