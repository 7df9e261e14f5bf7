using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Primitives;
using ServiceRouter.Connectors.Twilio.Requests;

namespace ServiceRouter.Tests.Connectors.Twilio;

/// <summary>signatures.json: made with Twilio's own library, and computed again in two other languages.</summary>
public sealed class When_a_request_is_signed
{
    private static readonly Dictionary<string, Signed> Vectors = Signed.Read();

    public static TheoryData<string> Ids => [.. Vectors.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_signature_of_Twilio_is_ours_too(string id)
    {
        var vector = Vectors[id];

        Convert.ToBase64String(RequestSignature.Compute(vector.Token, vector.Url, vector.Form)).Should().Be(vector.Signature);
        Accepts(vector).Should().BeTrue();
    }

    [Fact]
    public void The_order_of_names_is_that_of_their_codes() =>
        Convert.ToBase64String(RequestSignature.Compute(Vectors["P2"].Token, Vectors["P2"].Url, Vectors["P2"].Form))
            .Should().NotBe("0eQKGKPBpE1G5mA2VvFA2Wux0zc=", "a culture puts Called before CallSid");

    [Theory]
    [InlineData("ziLNMAOZrLmaY54QUYEnn97EGrY=", "https://voice.example.test:443/twilio/status", true)]
    [InlineData("ziLNMAOZrLmaY54QUYEnn97EGrY=", "https://voice.example.test:8443/twilio/status", true)]
    [InlineData("ekk7ZRu9SssLcQ8cxF+NkzbmeTg=", "https://voice.example.test:8443/twilio/status", true)]
    [InlineData("ekk7ZRu9SssLcQ8cxF+NkzbmeTg=", "https://voice.example.test/twilio/status", false)]
    [InlineData("ixJpCWwqoj2VW0rteHDdTd019mI=", "https://voice.example.test/twilio/status", true)]
    [InlineData("TWdBASq7kEZSufpvOvOXc7PNDNA=", "http://voice.example.test/twilio/status", true)]
    public void A_port_more_or_less_is_borne_as_Twilio_bears_it(string signature, string seen, bool isAccepted) =>
        Accepts(Vectors["P5"] with { Url = seen, Signature = signature }).Should().Be(isAccepted);

    [Fact]
    public void A_socket_may_have_been_signed_with_its_port() =>
        Accepts(Vectors["P9"] with { Signature = "CrAYO3VQPh6aOLmijV+Z7GzATTQ=" }).Should().BeTrue();

    [Fact]
    public void A_socket_may_have_been_signed_with_a_closing_slash() =>
        Accepts(Vectors["P9"] with { Signature = Vectors["P9b"].Signature }).Should().BeTrue();

    public static TheoryData<string> Forgeries => [.. Changes.Keys];

    private static readonly Dictionary<string, Signed> Changes = new()
    {
        ["N1 one digit changed"] = Vectors["P1"].With("Digits", "1235"),
        ["N2 a parameter added"] = Vectors["P1"].With("More", "1"),
        ["N3 the query reordered"] = Vectors["P1"] with { Url = "https://example.com/myapp.php?bar=2&foo=1" },
        ["N4 http instead of https"] = Vectors["P1"] with { Url = "http://example.com/myapp.php?foo=1&bar=2" },
        ["N5 another token"] = Vectors["P1"] with { Token = "12346" },
        ["N6 a slash added"] = Vectors["P2"] with { Url = Vectors["P2"].Url + "/" },
        ["N7 an empty value dropped"] = Vectors["P2"].Without("FromCity"),
        ["N8 a body trimmed"] = Vectors["P10"].With("Body", "ARRÊT"),
        ["N9 no signature"] = Vectors["P1"] with { Signature = "" },
        ["N10 the signature in other letters"] = Vectors["P1"] with { Signature = Lower(Vectors["P1"].Signature) },
        ["N11 a user in the address"] = Vectors["P2"] with { Url = Vectors["P2"].Url.Replace("https://", "https://user:password@", StringComparison.Ordinal) },
        ["N12 a fragment in the address"] = Vectors["P2"] with { Url = Vectors["P2"].Url + "#rc=2" },
        ["N13 a socket's signature for a page"] = Vectors["P9"] with { Url = Vectors["P9"].Url.Replace("wss://", "https://", StringComparison.Ordinal) },
        ["no token of ours"] = Vectors["P1"] with { Token = "" },
        ["something that is no signature"] = Vectors["P1"] with { Signature = new string('?', 28) },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_change_is_found(string change) => Accepts(Changes[change]).Should().BeFalse();

    [Theory]
    [InlineData("P7")]
    [InlineData("P8")]
    public void A_JSON_body_is_held_to_the_hash_in_the_address(string id)
    {
        var vector = Vectors[id];
        var body = Encoding.UTF8.GetBytes(vector.Body!);

        RequestSignature.BodyFits(vector.BodyHash, body).Should().BeTrue();
        RequestSignature.BodyFits(vector.BodyHash, [.. body, (byte)' ']).Should().BeFalse("a blank was added");
        RequestSignature.BodyFits(null, body).Should().BeFalse("a body that no signature covers is refused");
        RequestSignature.BodyFits(new string('0', 64), body).Should().BeFalse();
        RequestSignature.BodyFits(new string('g', 64), body).Should().BeFalse();
    }

    private static bool Accepts(Signed request) =>
        RequestSignature.Fits(request.Signature, request.Token, SignedAddress.Candidates(request.Url), [.. request.Form]);

    private static string Lower(string text) => new([.. text.Select(char.ToLowerInvariant)]);

    private sealed record Signed(string Token, string Url, string Signature, IReadOnlyDictionary<string, StringValues> Form, string? Body, string? BodyHash)
    {
        public static Dictionary<string, Signed> Read()
        {
            using var file = JsonDocument.Parse(File.ReadAllText(Repository.Folder("tests", "ServiceRouter.Tests", "Connectors", "Twilio", "signatures.json")));
            return file.RootElement.EnumerateArray().ToDictionary(v => v.GetProperty("id").GetString()!, Of);
        }

        public Signed With(string name, string value) => this with { Form = new Dictionary<string, StringValues>(Form) { [name] = value } };

        public Signed Without(string name) => this with { Form = Form.Where(p => p.Key != name).ToDictionary() };

        private static Signed Of(JsonElement vector) => new(
            vector.GetProperty("token").GetString() ?? "", vector.GetProperty("url").GetString()!, vector.GetProperty("signature").GetString()!,
            vector.TryGetProperty("params", out var form) ? form.EnumerateObject().ToDictionary(p => p.Name, p => Values(p.Value)) : [],
            vector.TryGetProperty("body", out var body) ? body.GetString() : null,
            vector.TryGetProperty("bodySHA256", out var hash) ? hash.GetString() : null);

        private static StringValues Values(JsonElement value) =>
            value.ValueKind == JsonValueKind.Array ? new StringValues([.. value.EnumerateArray().Select(v => v.GetString())]) : new StringValues(value.GetString());
    }
}
