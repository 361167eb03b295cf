package dev.potok.benchmarks.picture;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * Frames that become an animated GIF without an end.
 *
 * @see <a href="https://www.w3.org/Graphics/GIF/spec-gif89a.txt">GIF89a</a>
 */
final class AnimatedGif {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";

  /** A GIF counts time in hundredths of a second. */
  private static final int MILLIS_PER_TICK = 10;

  private final List<BufferedImage> frames = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();

  /** Adds what is seen from a time on, in milliseconds. All frames are of one size. */
  void add(long atMillis, BufferedImage frame) {
    boolean isSame = !frames.isEmpty() && changed(frames.getLast(), frame).isEmpty();
    if (!isSame) {
      frames.add(frame);
      times.add(atMillis);
    }
  }

  /** Writes it; the last frame is seen up to a time, in milliseconds. */
  void write(Path file, long endMillis) throws IOException {
    Palette palette = new Palette(frames);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(Files.newOutputStream(file))) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames.size(); i++) {
        BufferedImage frame = frames.get(i);
        Rectangle area =
            i == 0
                ? new Rectangle(frame.getWidth(), frame.getHeight())
                : changed(frames.get(i - 1), frame);
        long until = i + 1 < frames.size() ? times.get(i + 1) : endMillis;
        BufferedImage part =
            palette.reduce(frame.getSubimage(area.x, area.y, area.width, area.height));
        long ticks = until / MILLIS_PER_TICK - times.get(i) / MILLIS_PER_TICK;
        writer.writeToSequence(
            new IIOImage(part, null, described(writer, part, area, ticks, i == 0)), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  /** The smallest rectangle that holds all that differs. */
  private static Rectangle changed(BufferedImage before, BufferedImage after) {
    Rectangle area = new Rectangle(0, 0, -1, -1);
    for (int y = 0; y < after.getHeight(); y++) {
      for (int x = 0; x < after.getWidth(); x++) {
        if (before.getRGB(x, y) != after.getRGB(x, y)) {
          area.add(new Rectangle(x, y, 1, 1));
        }
      }
    }
    return area;
  }

  private static IIOMetadata described(
      ImageWriter writer, BufferedImage part, Rectangle area, long ticks, boolean isFirst)
      throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(part), null);
    IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
    IIOMetadataNode place = child(root, "ImageDescriptor");
    place.setAttribute("imageLeftPosition", String.valueOf(area.x));
    place.setAttribute("imageTopPosition", String.valueOf(area.y));
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "doNotDispose");
    control.setAttribute("delayTime", String.valueOf(Math.max(2, ticks)));
    if (isFirst) {
      IIOMetadataNode loop = new IIOMetadataNode("ApplicationExtension");
      loop.setAttribute("applicationID", "NETSCAPE");
      loop.setAttribute("authenticationCode", "2.0");
      loop.setUserObject(new byte[] {1, 0, 0});
      child(root, "ApplicationExtensions").appendChild(loop);
    }
    metadata.setFromTree(FORMAT, root);
    return metadata;
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (int i = 0; i < root.getLength(); i++) {
      if (root.item(i).getNodeName().equals(name)) {
        return (IIOMetadataNode) root.item(i);
      }
    }
    IIOMetadataNode child = new IIOMetadataNode(name);
    root.appendChild(child);
    return child;
  }
}
