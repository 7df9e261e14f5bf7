using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ServiceRouter.Platform.Storage.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PhoneCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "phone_calls",
                columns: table => new
                {
                    id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    conversation_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    number = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    started_at = table.Column<long>(type: "INTEGER", nullable: false),
                    ended_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_turn = table.Column<int>(type: "INTEGER", nullable: false),
                    speaks_slowly = table.Column<bool>(type: "INTEGER", nullable: false),
                    speed_turn = table.Column<int>(type: "INTEGER", nullable: false),
                    question = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    question_turn = table.Column<int>(type: "INTEGER", nullable: false),
                    question_about = table.Column<string>(type: "TEXT", nullable: true),
                    earlier_conversation_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    told_place = table.Column<int>(type: "INTEGER", nullable: true),
                    told_place_at = table.Column<long>(type: "INTEGER", nullable: true),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_phone_calls", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_phone_calls_conversation_id",
                table: "phone_calls",
                column: "conversation_id");

            migrationBuilder.CreateIndex(
                name: "ix_phone_calls_number",
                table: "phone_calls",
                column: "number");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "phone_calls");
        }
    }
}
