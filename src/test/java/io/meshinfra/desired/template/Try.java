package io.meshinfra.desired.template;
import java.util.*;
class Try {
  public static void main(String[] a) throws Exception {
    Templates t = new Templates();
    Map<String,Object> v = new LinkedHashMap<>();
    v.put("x","X"); v.put("n",3L); v.put("yes",true); v.put("list",new ArrayList<>(List.of("b","a","c"))); v.put("m",new LinkedHashMap<>(Map.of("k","v")));
    v.put("u","{{ x }}"); v.put("e","");
    v.put("node", Map.of("name","n1","labels",Map.of("role","web")));
    for (String s : java.nio.file.Files.readString(java.nio.file.Path.of(a[0])).split("\n====\n")) {
      long t0=System.nanoTime();
      Rendered r = t.render(s, v);
      String out = r.toString();
      System.out.println(s.replace("\n","\\n").substring(0, Math.min(110,s.replace("\n","\\n").length()))+"\n      => "+out.replace("\n","\\n").substring(0,Math.min(250,out.replace("\n","\\n").length()))+"  "+(System.nanoTime()-t0)/1000000+" ms");
    }
  }
}
