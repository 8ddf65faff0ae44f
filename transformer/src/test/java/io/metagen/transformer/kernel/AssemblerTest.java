package io.metagen.transformer.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what GNU as 2.40 makes of the instruction that each case names. */
class AssemblerTest {

  static Stream<Arguments> instructions() {
    return Stream.of(
        of("vmovups zmm3, [rax]", "62f17c481018", a -> a.load(3, Assembler.RAX, 0)),
        of("vmovups zmm24, [rdx+64]", "62617c48104201", a -> a.load(24, Assembler.RDX, 1)),
        of("vmovups zmm27, [r9+192]", "62417c48105903", a -> a.load(27, Assembler.R9, 3)),
        of("vmovups [r9], zmm0", "62d17c481101", a -> a.store(0, Assembler.R9, 0)),
        of("vmovups [r9+128], zmm23", "62c17c48117902", a -> a.store(23, Assembler.R9, 2)),
        of("vbroadcastss zmm28, [rdi]", "62627d481827", a -> a.broadcast(28, Assembler.RDI)),
        of("vbroadcastss zmm28, [r11]", "62427d481823", a -> a.broadcast(28, Assembler.R11)),
        of(
            "vbroadcastss zmm28, [r11+rsi*2]",
            "62427d48182473",
            a -> a.broadcast(28, Assembler.R11, Assembler.RSI, 2)),
        of(
            "vbroadcastss zmm28, [rdi+r10]",
            "62227d48182417",
            a -> a.broadcast(28, Assembler.RDI, Assembler.R10, 1)),
        of("vpxord zmm0, zmm0, zmm0", "62f17d48efc0", a -> a.clear(0)),
        of("vpxord zmm17, zmm17, zmm17", "62a17540efc9", a -> a.clear(17)),
        of(
            "vfmadd231ps zmm9, zmm28, zmm27",
            "62121d40b8cb",
            a -> a.multiply(ElementType.F32, 9, 28, 27)),
        of(
            "vdpbf16ps zmm23, zmm28, zmm24",
            "62821e4052f8",
            a -> a.multiply(ElementType.BF16, 23, 28, 24)),
        of(
            "vpdpbusd zmm15, zmm28, zmm25",
            "62121d4050f9",
            a -> a.multiply(ElementType.INT8, 15, 28, 25)),
        of("prefetcht0 [rax+192]", "0f1888c0000000", a -> a.prefetch(Assembler.RAX, 3)),
        of("mov rax, r9", "4c89c8", a -> a.move(Assembler.RAX, Assembler.R9)),
        of("mov r9, rsi", "4989f1", a -> a.move(Assembler.R9, Assembler.RSI)),
        of("mov rax, [rsp+16]", "488b442410", a -> a.moveFromStack(Assembler.RAX, 16)),
        of("add rdx, rcx", "4801ca", a -> a.add(Assembler.RDX, Assembler.RCX)),
        of("add r11, rax", "4901c3", a -> a.add(Assembler.R11, Assembler.RAX)),
        of("add r9, [rsp+8]", "4c034c2408", a -> a.addFromStack(Assembler.R9, 8)),
        of("add rdi, 0x12345678", "4881c778563412", a -> a.addNumber(Assembler.RDI, 0x12345678)),
        of(
            "lea r10, [rsi+rsi*2]",
            "4c8d1476",
            a -> a.address(Assembler.R10, Assembler.RSI, Assembler.RSI, 2)),
        of(
            "lea r11, [rdi+rsi*4]",
            "4c8d1cb7",
            a -> a.address(Assembler.R11, Assembler.RDI, Assembler.RSI, 4)),
        of("x: dec r8; jnz x", "49ffc80f85f7ffffff", a -> a.repeat(Assembler.R8, 0)),
        of("vzeroupper; ret", "c5f877c3", Assembler::end));
  }

  private static Arguments of(String text, String bytes, Consumer<Assembler> call) {
    return Arguments.of(text, bytes, call);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("instructions")
  void instruction_isEncodedAsByGnuAs(String text, String bytes, Consumer<Assembler> call) {
    Assembler assembler = new Assembler();
    call.accept(assembler);
    assertThat(HexFormat.of().formatHex(assembler.code())).as(text).isEqualTo(bytes);
  }
}
