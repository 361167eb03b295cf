package dev.potok.benchmarks.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The colours that a GIF can show, chosen from those that its frames have most of. */
final class Palette {

  /** A GIF knows so many. */
  private static final int MOST_COLOURS = 256;

  /** Colours nearer than this, as the square of their distance, count as one. */
  private static final int NEAREST = 48;

  private final List<Integer> colours = new ArrayList<>();
  private final Map<Integer, Integer> nearest = new HashMap<>();

  /** The colours of some frames. */
  Palette(List<BufferedImage> frames) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (BufferedImage frame : frames) {
      for (int y = 0; y < frame.getHeight(); y++) {
        for (int x = 0; x < frame.getWidth(); x++) {
          counts.merge(frame.getRGB(x, y) & 0xffffff, 1, Integer::sum);
        }
      }
    }
    List<Map.Entry<Integer, Integer>> byCount = new ArrayList<>(counts.entrySet());
    byCount.sort(Map.Entry.<Integer, Integer>comparingByValue(Comparator.reverseOrder()));
    for (Map.Entry<Integer, Integer> colour : byCount) {
      if (colours.size() == MOST_COLOURS) {
        return;
      }
      if (colours.stream().noneMatch(known -> distance(known, colour.getKey()) < NEAREST)) {
        colours.add(colour.getKey());
      }
    }
  }

  private static int distance(int one, int other) {
    int red = (one >> 16 & 255) - (other >> 16 & 255);
    int green = (one >> 8 & 255) - (other >> 8 & 255);
    int blue = (one & 255) - (other & 255);
    return red * red + green * green + blue * blue;
  }

  /** A picture in these colours. */
  BufferedImage reduce(BufferedImage picture) {
    BufferedImage reduced =
        new BufferedImage(
            picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model());
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int index = nearest.computeIfAbsent(picture.getRGB(x, y) & 0xffffff, this::indexOf);
        reduced.getRaster().setSample(x, y, 0, index);
      }
    }
    return reduced;
  }

  private int indexOf(int colour) {
    int best = 0;
    for (int i = 1; i < colours.size(); i++) {
      if (distance(colours.get(i), colour) < distance(colours.get(best), colour)) {
        best = i;
      }
    }
    return best;
  }

  private IndexColorModel model() {
    byte[] reds = new byte[MOST_COLOURS];
    byte[] greens = new byte[MOST_COLOURS];
    byte[] blues = new byte[MOST_COLOURS];
    for (int i = 0; i < colours.size(); i++) {
      reds[i] = (byte) (colours.get(i) >> 16);
      greens[i] = (byte) (colours.get(i) >> 8);
      blues[i] = (byte) colours.get(i).intValue();
    }
    return new IndexColorModel(8, MOST_COLOURS, reds, greens, blues);
  }
}
