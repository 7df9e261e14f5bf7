using System.Globalization;
using ServiceRouter.Channels;
using ServiceRouter.Channels.Phone;

namespace ServiceRouter.Tests.Channels.Phone;

public sealed class When_a_moment_is_spoken
{
    // A Tuesday, a quarter past eleven.
    private static readonly DateTime Now = new(2027, 3, 9, 11, 15, 0);

    [Theory]
    [InlineData("1430", "2027-03-09 14:30")]
    [InlineData("0900", "2027-03-10 09:00")]
    [InlineData("930", "2027-03-10 09:30")]
    [InlineData("à quatorze heures trente", "2027-03-09 14:30")]
    [InlineData("à quatorze heures quarante-cinq", "2027-03-09 14:45")]
    [InlineData("dans une heure", "2027-03-09 12:15")]
    [InlineData("dans une demi-heure", "2027-03-09 11:45")]
    [InlineData("dans vingt minutes", "2027-03-09 11:35")]
    [InlineData("à 14h30", "2027-03-09 14:30")]
    [InlineData("14 h 30", "2027-03-09 14:30")]
    [InlineData("14:30", "2027-03-09 14:30")]
    [InlineData("Demain à dix heures.", "2027-03-10 10:00")]
    [InlineData("demain à dix heures et demie", "2027-03-10 10:30")]
    [InlineData("après-demain, neuf heures et quart", "2027-03-11 09:15")]
    [InlineData("jeudi vers 16 heures", "2027-03-11 16:00")]
    [InlineData("mardi à neuf heures", "2027-03-16 09:00")]
    [InlineData("cet après-midi à deux heures", "2027-03-09 14:00")]
    [InlineData("à dix-sept heures", "2027-03-09 17:00")]
    [InlineData("dix heures moins le quart", "2027-03-10 09:45")]
    [InlineData("aujourd'hui à midi et demi", "2027-03-09 12:30")]
    [InlineData("demain midi", "2027-03-10 12:00")]
    [InlineData("aujourd'hui à neuf heures", "2027-03-09 09:00")]
    [InlineData("vingt et une heures", "2027-03-09 21:00")]
    [InlineData("huit heures trente du matin", "2027-03-10 08:30")]
    public void It_is_read(string said, string moment) =>
        SpokenMoment.Read(said, Now)?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture).Should().Be(moment);

    [Theory]
    [InlineData("")]
    [InlineData("demain")]
    [InlineData("cet après-midi")]
    [InlineData("quand vous voulez")]
    [InlineData("9999")]
    [InlineData("allô")]
    [InlineData("mon numéro est le 01 99 00 12 34")]
    public void Without_an_hour_there_is_no_moment(string said) => SpokenMoment.Read(said, Now).Should().BeNull();

    [Theory]
    [InlineData("2027-03-09 11:00", false)]
    [InlineData("2027-03-09 11:30", true)]
    [InlineData("2027-03-09 08:00", false)]
    [InlineData("2027-03-10 08:30", true)]
    [InlineData("2027-03-10 18:30", true)]
    [InlineData("2027-03-10 18:31", false)]
    [InlineData("2027-03-14 10:00", false)]
    [InlineData("2027-03-15 10:00", true)]
    [InlineData("2027-03-16 10:00", true)]
    [InlineData("2027-03-17 10:00", false)]
    public void Calls_are_made_by_day_within_a_week_and_never_on_a_Sunday(string local, bool may) =>
        CallBackHours.Take(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Now).Should().Be(may);
}
