package io.kundig.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Draws the pictures of the demo shop's products, so that its mails need no network.
@RestController
class DemoPictures {

  private static final int SIZE = 480;

  private final Map<String, byte[]> drawn = new ConcurrentHashMap<>();

  @GetMapping("/demo/pictures/{slug}.png")
  ResponseEntity<byte[]> picture(@PathVariable String slug) {
    return DemoProduct.ALL.stream()
        .filter(product -> product.slug().equals(slug))
        .findFirst()
        .map(product -> drawn.computeIfAbsent(slug, key -> draw(product)))
        .map(
            png ->
                ResponseEntity.ok()
                    .contentType(MediaType.IMAGE_PNG)
                    .cacheControl(CacheControl.maxAge(Duration.ofDays(30)))
                    .body(png))
        .orElse(ResponseEntity.notFound().build());
  }

  private static byte[] draw(DemoProduct product) {
    BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setPaint(new GradientPaint(0, 0, new Color(0xF4EFE6), 0, SIZE, new Color(0xE6DCCB)));
    g.fillRect(0, 0, SIZE, SIZE);
    g.setColor(new Color(0, 0, 0, 28));
    g.fill(new Ellipse2D.Double(110, 400, 260, 34));
    Color color = new Color(Integer.parseInt(product.color(), 16));
    if (product.category().equals("Zubehör")) {
      cup(g, color);
    } else {
      bag(g, color);
    }
    g.dispose();
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return png.toByteArray();
  }

  private static void bag(Graphics2D g, Color color) {
    Path2D bag = new Path2D.Double();
    bag.moveTo(150, 96);
    bag.lineTo(330, 96);
    bag.curveTo(338, 200, 348, 320, 352, 414);
    bag.lineTo(128, 414);
    bag.curveTo(132, 320, 142, 200, 150, 96);
    bag.closePath();
    g.setPaint(new GradientPaint(128, 0, color.brighter(), 352, 0, color.darker()));
    g.fill(bag);
    g.setColor(color.darker().darker());
    g.fill(new RoundRectangle2D.Double(144, 72, 192, 34, 8, 8));
    g.setColor(new Color(0xFBF7EF));
    g.fill(new RoundRectangle2D.Double(176, 190, 128, 150, 12, 12));
    g.setColor(color);
    g.fill(new Ellipse2D.Double(214, 212, 52, 52));
    g.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(new Color(0xFBF7EF));
    g.draw(new java.awt.geom.QuadCurve2D.Double(232, 216, 252, 238, 236, 262));
    g.setColor(color);
    g.fill(new RoundRectangle2D.Double(200, 284, 80, 8, 8, 8));
    g.fill(new RoundRectangle2D.Double(214, 304, 52, 8, 8, 8));
  }

  private static void cup(Graphics2D g, Color color) {
    g.setStroke(new BasicStroke(26, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.setColor(color.darker());
    g.draw(new Ellipse2D.Double(300, 210, 92, 104));
    Path2D cup = new Path2D.Double();
    cup.moveTo(120, 160);
    cup.lineTo(340, 160);
    cup.curveTo(338, 300, 318, 400, 286, 414);
    cup.lineTo(174, 414);
    cup.curveTo(142, 400, 122, 300, 120, 160);
    cup.closePath();
    g.setPaint(new GradientPaint(120, 0, color.brighter(), 340, 0, color.darker()));
    g.fill(cup);
    g.setColor(color.darker().darker());
    g.fill(new Ellipse2D.Double(120, 138, 220, 46));
  }
}
