using ServiceRouter.Channels.Phone;
using ServiceRouter.Desk;
using ServiceRouter.Platform;

namespace ServiceRouter.Tests.Channels.Phone;

/// <summary>Ten digits are dialled alike in all of France, and do not lie behind one calling code: each overseas territory has its own.</summary>
public sealed class When_a_number_is_dialled
{
    [Theory]
    // Metropolitan France; numbers for films, which no list knows; free and charged ones, the same in every territory.
    [InlineData("0145678901", "+33145678901")]
    [InlineData("0612345678", "+33612345678")]
    [InlineData("0712345678", "+33712345678")]
    [InlineData("0199001234", "+33199001234")]
    [InlineData("0639981234", "+33639981234")]
    [InlineData("0937001234", "+33937001234")]
    [InlineData("0800123456", "+33800123456")]
    [InlineData("0810123456", "+33810123456")]
    // Guadeloupe, Saint-Martin, Saint-Barthélemy.
    [InlineData("0590123456", "+590590123456")]
    [InlineData("0690123456", "+590690123456")]
    [InlineData("0691123456", "+590691123456")]
    [InlineData("0590871234", "+590590871234")]
    [InlineData("0590271234", "+590590271234")]
    // Guyane.
    [InlineData("0594123456", "+594594123456")]
    [InlineData("0694212345", "+594694212345")]
    // Martinique.
    [InlineData("0596301234", "+596596301234")]
    [InlineData("0696123456", "+596696123456")]
    [InlineData("0697123456", "+596697123456")]
    // La Réunion.
    [InlineData("0262161234", "+262262161234")]
    [InlineData("0692123456", "+262692123456")]
    [InlineData("0693123456", "+262693123456")]
    // Mayotte.
    [InlineData("0269601234", "+262269601234")]
    [InlineData("0639012345", "+262639012345")]
    // Saint-Pierre-et-Miquelon, whose own numbers are the six digits behind the code.
    [InlineData("0508411234", "+508411234")]
    public void Each_territory_has_its_calling_code(string typed, string dialled)
    {
        PhoneNumberText.Dialled(typed).Should().Be(dialled);
        if (typed != "0810123456") SetPhone.Dialled(typed).Should().Be(dialled);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("+596696123456", "+596696123456")]
    [InlineData("+12025550143", "+12025550143")]
    [InlineData("3939", "3939")]
    [InlineData("+330612345678", "+33612345678")]
    [InlineData("+5960696123456", "+596696123456")]
    [InlineData("+590690123456", "+590690123456")]
    [InlineData("+3901234567", "+3901234567")]
    [InlineData("anonymous", "anonymous")]
    public void What_is_no_number_of_ten_digits_stays_as_it_is(string? number, string? dialled) => PhoneNumberText.Dialled(number).Should().Be(dialled);

    [Theory]
    [InlineData("06 96 12 34 56", "+596696123456")]
    [InlineData("+33 1 99 00 12 34", "+33199001234")]
    [InlineData("sip:marc@poste.example", "sip:marc@poste.example")]
    [InlineData("0899 12 34 56", null)]
    [InlineData("+881 612 345 678", null)]
    [InlineData("+979 123 456 789", null)]
    [InlineData("+44 909 879 0123", null)]
    [InlineData("+33 (0)6 12 34 56 78", "+33612345678")]
    [InlineData("abc", null)]
    public void A_counsellor_writes_it_as_people_do(string typed, string? dialled) => SetPhone.Dialled(typed).Should().Be(dialled);

    [Theory]
    [InlineData("0696123456")]
    [InlineData("0508411234")]
    [InlineData("0262161234")]
    public void A_number_of_an_overseas_territory_is_rung(string number) => CallableNumber.Is(number).Should().BeTrue();
}
