using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ServiceRouter.Tests.Flows.Schema;

/// <summary>JSON Schema 2020-12 (JsonSchema.Net does not restore: its JsonPointer.Net is not obtainable), as much of it as the schema of flows uses. A keyword that it does not know throws: nothing is passed over in silence.</summary>
internal sealed class PlainSchema(JsonObject root)
{
    public static PlainSchema FromFile(string path) => new(JsonNode.Parse(File.ReadAllText(path))!.AsObject());

    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonNode? schema, JsonNode? value)
    {
        if (schema is not JsonObject rules)
            return schema!.GetValue<bool>();
        return rules.All(rule => Holds(rule.Key, rule.Value!, rules, value));
    }

    private bool Holds(string keyword, JsonNode rule, JsonObject rules, JsonNode? value) => keyword switch
    {
        "$schema" or "$defs" or "title" or "description" or "then" or "else" => true,
        "$ref" => Accepts(root["$defs"]![rule.GetValue<string>()["#/$defs/".Length..]], value),
        "type" => TypeOf(value) == rule.GetValue<string>(),
        "const" => JsonNode.DeepEquals(rule, value),
        "enum" => rule.AsArray().Any(one => JsonNode.DeepEquals(one, value)),
        "anyOf" => rule.AsArray().Any(one => Accepts(one, value)),
        "oneOf" => rule.AsArray().Count(one => Accepts(one, value)) == 1,
        "if" => Accepts(rules[Accepts(rule, value) ? "then" : "else"] ?? true, value),
        "pattern" => TypeOf(value) != "string" || Regex.IsMatch(value!.GetValue<string>(), rule.GetValue<string>()),
        "minimum" => TypeOf(value) != "integer" || value!.GetValue<int>() >= rule.GetValue<int>(),
        "required" => value is not JsonObject o || rule.AsArray().All(name => o.ContainsKey(name!.GetValue<string>())),
        "minProperties" => value is not JsonObject o || o.Count >= rule.GetValue<int>(),
        "propertyNames" => value is not JsonObject o || o.All(property => Accepts(rule, property.Key)),
        "properties" => value is not JsonObject o || rule.AsObject().All(known => !o.ContainsKey(known.Key) || Accepts(known.Value, o[known.Key])),
        "additionalProperties" => value is not JsonObject o
            || o.Where(property => rules["properties"] is not JsonObject known || !known.ContainsKey(property.Key)).All(property => Accepts(rule, property.Value)),
        "items" => value is not JsonArray a || a.All(item => Accepts(rule, item)),
        "contains" => value is not JsonArray a || a.Any(item => Accepts(rule, item)),
        "minItems" => value is not JsonArray a || a.Count >= rule.GetValue<int>(),
        "maxItems" => value is not JsonArray a || a.Count <= rule.GetValue<int>(),
        "uniqueItems" => value is not JsonArray a || a.Select(item => item?.ToJsonString()).Distinct().Count() == a.Count,
        _ => throw new NotSupportedException($"The schema uses `{keyword}`, which this test does not know."),
    };

    private static string TypeOf(JsonNode? value) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        null => "null",
        JsonValue plain when plain.TryGetValue<int>(out _) => "integer",
        _ => "string",
    };
}
