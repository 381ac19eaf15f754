package io.labvm.launcher.process;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The part of XML-RPC that supervisord speaks: texts, numbers, booleans, lists and structs. */
final class XmlRpc {
  private final UnixHttp http;

  XmlRpc(UnixHttp http) {
    this.http = http;
  }

  /**
   * Calls a method and returns its list, or its single value as a list of one.
   *
   * @throws IOException also when the server reports a fault
   */
  List<?> call(String method, Object... parameters) throws IOException {
    var body = new StringBuilder("<?xml version='1.0'?><methodCall><methodName>");
    body.append(method).append("</methodName><params>");
    for (Object parameter : parameters) {
      body.append("<param><value>");
      body.append(
          parameter instanceof Boolean b
              ? "<boolean>" + (b ? 1 : 0) + "</boolean>"
              : "<string>" + parameter + "</string>");
      body.append("</value></param>");
    }
    body.append("</params></methodCall>");
    var answer = http.call("POST", "/RPC2", "text/xml", body.toString());
    Object value = parse(answer.body());
    return value instanceof List<?> list ? list : List.of(value);
  }

  private static Object parse(String xml) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      Element root =
          factory
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(xml)))
              .getDocumentElement();
      Object value = value(descend(root, "value"));
      if (root.getElementsByTagName("fault").getLength() > 0) {
        throw new IOException(String.valueOf(((Map<?, ?>) value).get("faultString")));
      }
      return value;
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("not XML: " + xml, e);
    }
  }

  private static Element descend(Element root, String name) throws IOException {
    NodeList found = root.getElementsByTagName(name);
    if (found.getLength() == 0) {
      throw new IOException("no " + name + " in the answer of supervisord");
    }
    return (Element) found.item(0);
  }

  private static Object value(Element value) {
    List<Element> typed = children(value);
    if (typed.isEmpty()) {
      return value.getTextContent();
    }
    Element type = typed.getFirst();
    return switch (type.getTagName()) {
      case "int", "i4" -> Long.parseLong(type.getTextContent());
      case "boolean" -> type.getTextContent().equals("1");
      case "array" -> children(children(type).getFirst()).stream().map(XmlRpc::value).toList();
      case "struct" -> struct(type);
      default -> type.getTextContent();
    };
  }

  private static Map<String, Object> struct(Element struct) {
    var map = new LinkedHashMap<String, Object>();
    for (Element member : children(struct)) {
      List<Element> pair = children(member);
      map.put(pair.get(0).getTextContent(), value(pair.get(1)));
    }
    return map;
  }

  private static List<Element> children(Element parent) {
    var elements = new ArrayList<Element>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }
}
