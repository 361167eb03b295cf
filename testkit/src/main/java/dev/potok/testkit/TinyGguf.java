package dev.potok.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes a tiny but real model as a GGUF file that llama.cpp runs: a {@link BigramTable} as a llama
 * of one layer.
 *
 * <p>How a table becomes a transformer: the embedding of token t is the unit vector e(t) of D
 * dimensions, D being at least the size of the vocabulary. Attention and feed-forward have weights
 * of zero, so the residual stream carries e(t) to the end unchanged. The last norm divides by the
 * root of the mean of squares, which for a unit vector is √(1/D): it gives √D·e(t). The row of the
 * output for token j holds log p(j|t)/√D in column t, so the logit of j is log p(j|t), and its
 * softmax is the table again.
 */
public final class TinyGguf {

  /** How many tokens the model may be given and give, together. */
  public static final int CONTEXT_TOKENS = 32_768;

  /** D is a multiple of it: the width of an attention head. */
  private static final int HEAD = 64;

  private static final float NORM_EPSILON = 1e-6f;

  /** ChatML; llama.cpp knows it by its first mark. It leaves off behind a line feed. */
  private static final String CHAT_TEMPLATE =
      "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' +"
          + " message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
          + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

  private TinyGguf() {}

  /**
   * Writes the model.
   *
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file) throws IOException {
    BigramTable table = new BigramTable();
    TinyVocabulary vocabulary = table.vocabulary();
    int size = vocabulary.size();
    int width = (size + HEAD - 1) / HEAD * HEAD;
    GgufFile gguf = new GgufFile();
    shape(gguf, width, size);
    tokenizer(gguf, vocabulary);
    weights(gguf, table, width, size);
    gguf.write(file);
  }

  private static void shape(GgufFile gguf, int width, int size) {
    gguf.text("general.architecture", "llama");
    gguf.text("general.name", "Potok tiny bigram");
    gguf.number("llama.context_length", CONTEXT_TOKENS);
    gguf.number("llama.embedding_length", width);
    gguf.number("llama.block_count", 1);
    gguf.number("llama.feed_forward_length", HEAD);
    gguf.number("llama.attention.head_count", width / HEAD);
    gguf.number("llama.attention.head_count_kv", 1);
    gguf.number("llama.rope.dimension_count", HEAD);
    gguf.number("llama.vocab_size", size);
    gguf.real("llama.attention.layer_norm_rms_epsilon", NORM_EPSILON);
  }

  private static void tokenizer(GgufFile gguf, TinyVocabulary vocabulary) {
    int size = vocabulary.size();
    String[] tokens = new String[size];
    float[] scores = new float[size];
    int[] kinds = new int[size];
    for (int i = 0; i < size; i++) {
      tokens[i] = vocabulary.spelling(i);
      scores[i] = -i;
      kinds[i] = vocabulary.kind(i).number();
    }
    gguf.text("tokenizer.ggml.model", "llama");
    gguf.texts("tokenizer.ggml.tokens", tokens);
    gguf.reals("tokenizer.ggml.scores", scores);
    gguf.numbers("tokenizer.ggml.token_type", kinds);
    gguf.number("tokenizer.ggml.bos_token_id", TinyVocabulary.BEGIN);
    gguf.number("tokenizer.ggml.eos_token_id", TinyVocabulary.TURN_ENDS);
    gguf.number("tokenizer.ggml.unknown_token_id", TinyVocabulary.UNKNOWN);
    gguf.flag("tokenizer.ggml.add_bos_token", true);
    gguf.flag("tokenizer.ggml.add_space_prefix", false);
    gguf.text("tokenizer.chat_template", CHAT_TEMPLATE);
  }

  private static void weights(GgufFile gguf, BigramTable table, int width, int size) {
    float[] embeddings = new float[width * size];
    float[] output = new float[width * size];
    double root = Math.sqrt(width);
    for (int token = 0; token < size; token++) {
      embeddings[token * width + token] = 1;
      for (int next = 0; next < size; next++) {
        output[next * width + token] = (float) (table.logProbability(token, next) / root);
      }
    }
    float[] ones = new float[width];
    Arrays.fill(ones, 1);
    gguf.tensor("token_embd.weight", embeddings, width, size);
    gguf.tensor("output_norm.weight", ones, width);
    gguf.tensor("output.weight", output, width, size);
    gguf.tensor("blk.0.attn_norm.weight", ones, width);
    gguf.tensor("blk.0.attn_q.weight", new float[width * width], width, width);
    gguf.tensor("blk.0.attn_k.weight", new float[width * HEAD], width, HEAD);
    gguf.tensor("blk.0.attn_v.weight", new float[width * HEAD], width, HEAD);
    gguf.tensor("blk.0.attn_output.weight", new float[width * width], width, width);
    gguf.tensor("blk.0.ffn_norm.weight", ones, width);
    gguf.tensor("blk.0.ffn_gate.weight", new float[width * HEAD], width, HEAD);
    gguf.tensor("blk.0.ffn_up.weight", new float[width * HEAD], width, HEAD);
    gguf.tensor("blk.0.ffn_down.weight", new float[HEAD * width], HEAD, width);
  }
}
